// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.ratelimit.decide.LimitResponse;

/** Who keeps count of what was decided. For any number of threads, and nobody waits for it. */
public interface Recorder {
    /** Counts an answer. */
    void decided(String domain, LimitResponse response);

    /** Counts a call about which the limiter could not tell. */
    void undecided(String domain);
}
