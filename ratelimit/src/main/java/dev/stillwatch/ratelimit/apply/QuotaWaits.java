// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers of a refused request wait for where quotas are among its limits: for every other limit that is over, and, as
 * quotas refuse only all together, for the first of them. Without this a quota of a day would be waited for beside one of a
 * minute.
 */
final class QuotaWaits {
    private final Modes modes;

    /** The longest of the other limits; null when one of them will never let the request pass. */
    private @Nullable Duration others = Duration.ZERO;

    /** The shortest of the quotas; null when none of them will ever let the request pass. */
    private @Nullable Duration first;

    private QuotaWaits(Modes modes) {
        this.modes = modes;
    }

    /** Shortens the waits of quotas to that of the request, which is refused. */
    static void shorten(@Nullable Applied[] found, DescriptorStatus[] statuses, Modes modes) {
        new QuotaWaits(modes).of(found, statuses);
    }

    private void of(@Nullable Applied[] found, DescriptorStatus[] statuses) {
        boolean refuse = true;
        for (int i = 0; i < statuses.length; i++) {
            boolean over = statuses[i].code() == Code.OVER_LIMIT;
            if (isQuota(found[i])) {
                refuse &= over;
            }
            if (over) {
                add(isQuota(found[i]), statuses[i].retryAfter().orElse(null));
            }
        }
        Duration other = others;
        Duration quota = refuse ? first : Duration.ZERO;
        if (other == null || quota == null) {
            return;
        }
        Duration wait = longer(other, quota);
        for (int i = 0; i < statuses.length; i++) {
            if (isQuota(found[i]) && statuses[i].code() == Code.OVER_LIMIT) {
                statuses[i] = waiting(statuses[i], wait);
            }
        }
    }

    private boolean isQuota(@Nullable Applied applied) {
        return applied != null && (modes.quota() || applied.limit().quota());
    }

    private void add(boolean quota, @Nullable Duration wait) {
        if (!quota) {
            Duration longest = others;
            others = longest == null || wait == null ? null : longer(longest, wait);
        } else if (wait != null) {
            Duration shortest = first;
            first = shortest == null || wait.compareTo(shortest) < 0 ? wait : shortest;
        }
    }

    private static DescriptorStatus waiting(DescriptorStatus status, Duration most) {
        Duration own = status.retryAfter().orElse(most);
        return new DescriptorStatus(
                status.code(),
                status.limit(),
                status.remaining(),
                status.untilReset(),
                Optional.of(own.compareTo(most) < 0 ? own : most));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
