// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

/** Hears how far a backtest is; called on several threads. */
public interface BacktestProgress {
    /** Nobody listens. */
    BacktestProgress NONE = new BacktestProgress() {};

    /** A phase has begun. */
    default void phase(Phase phase) {}

    /** Records read so far. */
    default void read(long records) {}

    /** Exchanges judged so far. */
    default void judged(long exchanges) {}

    /** A finding has been committed, OCSF JSON; called only when {@link #hearsAlerts}. */
    default void alert(String json) {}

    /** Whether findings are to be handed on while the run is under way. */
    default boolean hearsAlerts() {
        return false;
    }

    /** What a backtest does, in order. */
    enum Phase {
        STARTING,
        READING,
        JUDGING,
        WRITING
    }
}
