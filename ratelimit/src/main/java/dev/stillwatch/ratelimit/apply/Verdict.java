// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the limits of one request to the request. */
final class Verdict {
    private final Modes modes;
    private boolean over;
    private int quotas;
    private int quotasOver;
    private Map<String, Object> metadata = Map.of();

    Verdict(Modes modes) {
        this.modes = modes;
    }

    void add(@Nullable Applied applied, Code code) {
        if (applied == null) {
            return;
        }
        boolean isOver = code == Code.OVER_LIMIT;
        if (modes.quota() || applied.limit().quota()) {
            quotas++;
            quotasOver += isOver ? 1 : 0;
        } else {
            over |= isOver;
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

    Map<String, Object> metadata() {
        return metadata;
    }
}
