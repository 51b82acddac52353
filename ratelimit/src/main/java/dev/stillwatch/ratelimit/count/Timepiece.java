// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock whose reading can be handed on: reading it takes about as long as counting, so whoever decides on a call reads
 * once, for all that takes part.
 */
public interface Timepiece extends InstantSource {
    /** A reading, in nanoseconds of a clock that never steps; means something to this clock only. */
    long reading();

    /** Milliseconds since 1970 at a reading. */
    long millis(long reading);

    @Override
    default long millis() {
        return millis(reading());
    }

    /** That clock; one without readings is read anew instead, whatever is handed on. */
    static Timepiece of(InstantSource clock) {
        return clock instanceof Timepiece timepiece ? timepiece : new Anew(clock);
    }

    /** A clock without readings. */
    record Anew(InstantSource clock) implements Timepiece {
        @Override
        public long reading() {
            return 0;
        }

        @Override
        public long millis(long reading) {
            return clock.millis();
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    }
}
