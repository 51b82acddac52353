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
 * The limiter as a door sees it: counted, timed, and with one way to fail. An exception that it should not have thrown,
 * and an answer that does not fit the question, are "cannot tell": a caller who finds a way to make the limiter stumble
 * must not pass by it.
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
        LimitResponse response;
        try {
            response = inner.decide(request);
            if (response.statuses().size() != request.descriptors().size()) {
                throw new UndecidedException(response.statuses().size() + " statuses for "
                        + request.descriptors().size() + " descriptors");
            }
        } catch (UndecidedException e) {
            failed(String.valueOf(e.getMessage()), begun);
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            failed(e.toString(), begun);
            throw new UndecidedException("the limiter failed: " + e.getClass().getSimpleName());
        }
        meters.answered(door, response, System.nanoTime() - begun);
        return response;
    }

    /** Counts a request on which nobody can decide. */
    void invalid() {
        meters.invalid(door);
    }

    /** One line a second at most: a limiter that is down is asked thousands of times a second. */
    private void failed(String reason, long now) {
        meters.undecided(door);
        long last = lastLogged.get();
        if (now - last >= QUIET_NANOS && lastLogged.compareAndSet(last, now)) {
            LOG.warn("cannot decide; the gateway's own rule applies: door={} reason={}", door.label(), reason);
        }
    }
}
