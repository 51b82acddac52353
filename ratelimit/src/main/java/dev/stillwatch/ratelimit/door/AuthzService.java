// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /authz}: passes with 200 or refuses with 429 (403 while openly suspended), as ForwardAuth of Traefik, Caddy's
 * {@code forward_auth} and nginx's {@code auth_request} want it. The query is the gateway's configuration
 * ({@link Asking}); {@code deny=403} there is for nginx, which passes on no other refusal. Any method is a question and no
 * body is read, because gateways pass on their callers'.
 */
final class AuthzService implements HttpService {
    private static final Set<String> REFUSALS = Set.of("401", "403", "429", "503");
    private static final int MOST_PARAMETERS = 64;

    private final Desk desk;

    AuthzService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return desk.answer(context, () -> answer(context, request));
    }

    private HttpResponse answer(ServiceRequestContext context, HttpRequest http)
            throws InvalidRequestException, UndecidedException {
        QueryParams parameters = parameters(context.query());
        LimitRequest request = Asking.read(
                parameters::getAll, name -> HeaderText.of(http.headers().getAll(name)));
        HttpStatus denied = denied(parameters);
        LimitResponse response = desk.limiter().decide(request);
        List<Header> headers = new ArrayList<>(desk.headers(request.domain(), response));
        if (response.passes()) {
            headers.addAll(UpstreamHeaders.of(response.treatment()));
            return HttpResponse.of(
                    Answers.headers(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, headers), HttpData.empty());
        }
        // Gateways hand a refusal to the caller with all its headers, so those for the inside are not among them.
        Refusal refusal = Refusal.of(response);
        HttpStatus status = denied.equals(HttpStatus.TOO_MANY_REQUESTS) ? HttpStatus.valueOf(refusal.status()) : denied;
        return HttpResponse.of(Answers.headers(status, Answers.PROBLEM, headers), HttpData.ofUtf8(refusal.problem()));
    }

    private static QueryParams parameters(@Nullable String query) throws InvalidRequestException {
        if (query == null) {
            return QueryParams.of();
        }
        try {
            // Semicolons are ours: they part the entries of a descriptor.
            return QueryParams.fromQueryString(query, MOST_PARAMETERS, false);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("the query cannot be read");
        }
    }

    private static HttpStatus denied(QueryParams parameters) throws InvalidRequestException {
        String wanted = parameters.get("deny", "429");
        if (!REFUSALS.contains(wanted)) {
            throw new InvalidRequestException("deny takes 401, 403, 429 or 503");
        }
        return HttpStatus.valueOf(Integer.parseInt(wanted));
    }
}
