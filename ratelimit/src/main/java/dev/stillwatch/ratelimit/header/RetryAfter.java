// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** When a refused call may come again (RFC 9110, 10.2.3). */
final class RetryAfter {
    static final String NAME = "retry-after";

    private RetryAfter() {}

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
                Duration wait = quota.retryAfter().get();
                most = Math.max(most, Math.max(1, Seconds.up(wait)));
            }
        }
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }
}
