// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Duration;

/** Spans in whole seconds, always rounded up: who waits as long as told must not come too early. */
final class Seconds {
    private Seconds() {}

    static long up(Duration span) {
        return span.toSeconds() + (span.toNanosPart() > 0 ? 1 : 0);
    }
}
