// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import java.util.List;

/** What HTTP doors answer besides a decision: problem documents (RFC 9457) of the plain kind. */
final class Answers {
    /** Of problem documents. */
    static final MediaType PROBLEM = MediaType.parse(Refusal.MEDIA_TYPE);

    private Answers() {}

    /** The request cannot be decided on, and why. */
    static HttpResponse invalid(InvalidRequestException problem) {
        return problem(HttpStatus.BAD_REQUEST, String.valueOf(problem.getMessage()));
    }

    /** The limiter cannot tell: what holds then is the gateway's own rule. */
    static HttpResponse undecided() {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "the limiter cannot decide");
    }

    /** A problem in one line. */
    static HttpResponse problem(HttpStatus status, String detail) {
        return HttpResponse.of(headers(status, PROBLEM, List.of()), HttpData.ofUtf8(document(status, detail)));
    }

    /** The document of a problem that has no type of its own. */
    static String document(HttpStatus status, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail)
                .toString();
    }

    /** Response headers that no cache keeps: each answer has been counted. */
    static ResponseHeaders headers(HttpStatus status, MediaType type, List<Header> headers) {
        ResponseHeadersBuilder builder =
                ResponseHeaders.builder(status).contentType(type).add("cache-control", "no-store");
        headers.forEach(header -> builder.add(header.name(), header.value()));
        return builder.build();
    }

    /** Runs a handler; whatever it throws has its answer, and is counted. */
    static HttpResponse of(InstrumentedLimiter limiter, Handler handler) {
        try {
            return handler.answer();
        } catch (InvalidRequestException e) {
            limiter.invalid();
            return invalid(e);
        } catch (UndecidedException | RuntimeException | StackOverflowError e) {
            limiter.failed(e);
            return undecided();
        }
    }

    /** Makes an answer. */
    @FunctionalInterface
    interface Handler {
        HttpResponse answer() throws InvalidRequestException, UndecidedException;
    }
}
