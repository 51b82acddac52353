// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.time.Duration;
import java.util.List;

/** One reader's way through the alerts. For one thread, closing included. */
public interface AlertReading extends AutoCloseable {
    /** The next alerts of committed transactions, at most a few hundred; empty when none came within the time. */
    List<AlertEvent> poll(Duration atMost);

    /** Where the reading stands: after everything that {@link #poll} has returned. Names every partition. */
    AlertPosition position();

    /** Where the log ends now: what comes later is not part of a search. Names every partition. */
    AlertPosition end();

    @Override
    void close();
}
