// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;

/** Counts what another limiter decides. */
public final class RecordingLimiter implements Limiter {
    private final Limiter decides;
    private final DecisionLog log;

    /** Counts what a limiter decides in a log. */
    public RecordingLimiter(Limiter decides, DecisionLog log) {
        this.decides = decides;
        this.log = log;
    }

    @Override
    public LimitResponse decide(LimitRequest request) throws UndecidedException {
        LimitResponse response;
        try {
            response = decides.decide(request);
        } catch (UndecidedException e) {
            log.undecided(request.domain());
            throw e;
        }
        log.decided(request.domain(), response);
        return response;
    }
}
