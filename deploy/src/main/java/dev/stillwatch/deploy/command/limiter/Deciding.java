// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.record.RecordingLimiter;
import dev.stillwatch.ratelimit.standing.Gate;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** What decides behind the doors, and what is kept of it: {@link Following} a cluster, or {@link Alone} by the file. */
interface Deciding extends AutoCloseable {
    /** Answers, and keeps a record that it did. */
    default Limiter counted() {
        return new RecordingLimiter(looking(), log());
    }

    /** The same answers, without a record that they were given. */
    Limiter looking();

    /** The same answers for a door that decides on more, and keeps its own record. */
    Gate gate();

    /** The record: doors that decide on more keep theirs in it too. */
    DecisionLog log();

    /** Whether it can tell: everything that was there at the start has been read. */
    boolean isReady();

    /** Does what has to be done now and then; to be called about once a second. */
    void look();

    /** What {@code /health} shows of it. */
    SortedMap<String, Long> counts();

    /** What {@code /metrics} shows of it. */
    Map<String, LongSupplier> gauges();

    @Override
    void close();
}
