// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limiter as a door sees it, counted and timed. An answer that does not fit the question is "cannot tell": a caller
 * who finds a way to make the limiter stumble must not pass by it. So is any exception, wherever in the door it is thrown
 * ({@link Answers#of}, {@link Call#run}).
 */
final class InstrumentedLimiter implements Limiter {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentedLimiter.class);
    private static final long QUIET_NANOS = 1_000_000_000L;

    private final Limiter inner;
    private final Meters meters;
    private final Door door;
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    InstrumentedLimiter(Limiter inner, Meters meters, Door door) {
        this.inner = inner;
        this.meters = meters;
        this.door = door;
    }

    @Override
    public LimitResponse decide(LimitRequest request) throws UndecidedException {
        long begun = System.nanoTime();
        LimitResponse response = look(request);
        answered(response.passes(), response.wouldRefuse().isPresent(), System.nanoTime() - begun);
        return response;
    }

    /** Asks without counting the answer: what the door makes of it is {@link #answered}. */
    LimitResponse look(LimitRequest request) throws UndecidedException {
        LimitResponse response = inner.decide(request);
        if (response.statuses().size() != request.descriptors().size()) {
            throw new UndecidedException(response.statuses().size() + " statuses for "
                    + request.descriptors().size() + " descriptors");
        }
        return response;
    }

    /** Counts an answer, and of one that passes whether shadow mode spared it. */
    void answered(boolean passes, boolean spared, long nanos) {
        meters.answered(door, passes, spared, nanos);
    }

    /** Counts a request on which nobody can decide. */
    void invalid() {
        meters.invalid(door);
    }

    /**
     * Counts a request that has no answer, wherever it failed; one whose answer could not be told after it was decided
     * counts as both. One line a second at most: a limiter that is down is asked thousands of times a second.
     */
    void failed(Throwable failure) {
        meters.undecided(door);
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last >= QUIET_NANOS && lastLogged.compareAndSet(last, now)) {
            LOG.warn(
                    "cannot decide; the gateway's own rule applies: door={} reason={}",
                    door.label(),
                    failure instanceof UndecidedException ? failure.getMessage() : failure.toString());
        }
    }
}
