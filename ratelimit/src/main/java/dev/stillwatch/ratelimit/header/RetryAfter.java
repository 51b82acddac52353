// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** When a refused call may come again (RFC 9110, 10.2.3). */
public final class RetryAfter {
    /** The header's name. */
    public static final String NAME = "retry-after";

    private RetryAfter() {}

    /** The header for a wait, in whole seconds, at least 1. */
    public static Header of(Duration wait) {
        return new Header(NAME, Long.toString(seconds(wait)));
    }

    /**
     * Seconds until no exceeded limit would refuse the same call, at least 1. Empty when none is exceeded, and when one
     * of them will never let it pass, because a client would come again for nothing.
     */
    static OptionalLong seconds(List<Quota> quotas) {
        long most = 0;
        for (Quota quota : quotas) {
            if (quota.exceeded()) {
                if (quota.retryAfter().isEmpty()) {
                    return OptionalLong.empty();
                }
                most = Math.max(most, seconds(quota.retryAfter().get()));
            }
        }
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, Seconds.up(wait));
    }
}
