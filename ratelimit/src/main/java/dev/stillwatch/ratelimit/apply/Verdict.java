// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the limits of one request to the request. */
final class Verdict {
    private final Modes modes;
    private boolean over;
    private int quotas;
    private int quotasOver;
    private int quotasUsedUp;
    /** The first limit that refuses alone but for shadow mode, and the first quota that is used up. */
    private @Nullable Applied spared;

    private @Nullable Applied sparedQuota;
    private Map<String, Object> metadata = Map.of();

    Verdict(Modes modes) {
        this.modes = modes;
    }

    /**
     * Takes a limit in.
     *
     * @param isSpared whether it is used up, and only its shadow mode says that it is not
     */
    void add(@Nullable Applied applied, Code code, boolean isSpared) {
        if (applied == null) {
            return;
        }
        boolean isOver = code == Code.OVER_LIMIT;
        boolean isUsedUp = isOver || isSpared;
        if (modes.quota() || applied.limit().quota()) {
            quotas++;
            quotasOver += isOver ? 1 : 0;
            quotasUsedUp += isUsedUp ? 1 : 0;
            sparedQuota = sparedQuota == null && isUsedUp ? applied : sparedQuota;
        } else {
            over |= isOver;
            spared = spared == null && isUsedUp ? applied : spared;
        }
        if (!isOver && !applied.limit().metadata().isEmpty()) {
            Map<String, Object> more = new HashMap<>(applied.limit().metadata());
            more.putAll(metadata);
            metadata = more;
        }
    }

    Code code() {
        boolean refuses = over || (quotas > 0 && quotas == quotasOver);
        return refuses && !modes.shadow() ? Code.OVER_LIMIT : Code.OK;
    }

    /** The limit that refuses such a request outside shadow mode, when it passes. */
    Optional<Applied> spared() {
        if (code() == Code.OVER_LIMIT) {
            return Optional.empty();
        }
        return Optional.ofNullable(spared == null && quotas == quotasUsedUp ? sparedQuota : spared);
    }

    Map<String, Object> metadata() {
        return metadata;
    }
}
