// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.standing.Gate;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The limiter from the file alone: nobody has a standing. Its decisions are written nowhere; of them only whom shadow mode
 * of the file spares is kept.
 */
final class Alone implements Deciding {
    private static final int AT_ONCE = 1_000;

    private final StandingLimiter limiter;
    private final DecisionLog log;

    /**
     * Over the file.
     *
     * @param sharing where limits are counted
     * @param settings what each domain's file says about subjects
     */
    Alone(FileLimiter file, Sharing sharing, Function<String, DomainSettings> settings) {
        StandingBook nobody = new StandingBook(InstantSource.system(), System::nanoTime, 1);
        this.limiter = new StandingLimiter(file::decide, nobody, settings, sharing.own(), sharing.draws());
        this.log = new DecisionLog("alone", InstantSource.system(), DecisionLog.MOST_CELLS, DecisionLog.MOST_QUEUED);
    }

    @Override
    public Limiter looking() {
        return limiter;
    }

    @Override
    public Gate gate() {
        return limiter;
    }

    @Override
    public DecisionLog log() {
        return log;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** A span's spared calls are counted when it is rolled; its records have no reader. */
    @Override
    public void look() {
        log.roll();
        int read = AT_ONCE;
        while (read == AT_ONCE) {
            read = log.poll(AT_ONCE).size();
        }
    }

    @Override
    public SortedMap<String, Long> counts() {
        return new TreeMap<>();
    }

    @Override
    public Map<String, LongSupplier> gauges() {
        return DecidingGauges.of(limiter, log.spared());
    }

    @Override
    public void close() {}
}
