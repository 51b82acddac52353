// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What stands behind one door.
 *
 * @param limiter who decides, counted and timed under the door's name
 * @param domains the domains in force, asked for at every request
 * @param clock for headers that tell instants
 * @param threads where the limiter is asked
 */
record Desk(InstrumentedLimiter limiter, Supplier<Domains> domains, InstantSource clock, Threads threads) {
    /** Answers a request of which nothing but its headers is needed. */
    HttpResponse answer(ServiceRequestContext context, Answers.Handler handler) {
        return threads.answer(context, () -> Answers.of(limiter, handler));
    }

    /** Answers a request when it has come whole; one that does not come whole is answered by the server. */
    HttpResponse answer(ServiceRequestContext context, HttpRequest request, Whole handler) {
        return HttpResponse.of(request.aggregate()
                .thenApplyAsync(whole -> Answers.of(limiter, () -> handler.answer(whole)), threads.of(context)));
    }

    /** What callers of the domain are told with an answer. */
    List<Header> headers(String domain, LimitResponse response) {
        return domains.get().headers(domain).headers(response, clock.instant());
    }

    /** Makes an answer out of a whole request. */
    @FunctionalInterface
    interface Whole {
        HttpResponse answer(AggregatedHttpRequest whole) throws InvalidRequestException, UndecidedException;
    }
}
