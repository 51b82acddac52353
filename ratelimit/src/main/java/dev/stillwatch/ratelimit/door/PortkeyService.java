// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.RetryAfter;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.reserve.Usage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * {@code POST /v1/portkey?domain=…}: the webhook of a Portkey gateway. Before a call it is an admission, after one a
 * settlement. The account is {@code metadata._user} and the call's id {@code metadata.request_id}; <b>metadata are
 * written by whoever calls Portkey</b>, so Portkey has to stand behind something that sets them, or a caller is whom it
 * likes.
 *
 * <p>The answer is 200 also where the call cannot be decided on for what it says: Portkey takes every other status for a
 * failure of its webhook, and lets the call pass. Only a limiter that cannot tell is 503. An admitted call is always given
 * back with its caps, changed or not: callers see that a webhook wrote the call, and would else see when it did something.
 * For the same reason an admission tells nothing else. The texts that Portkey posts are neither kept nor logged.
 */
final class PortkeyService implements HttpService {
    /**
     * Longest webhook that may be answered "cannot tell", in bytes. Portkey lets such a call pass, and a long one takes long to
     * hand on to its owner: a caller who makes his calls long would make them pass.
     */
    static final int MOST_UNDECIDED = 16 * 1024;

    private final Admitting admitting;
    private final Reservations reservations;

    PortkeyService(Admitting admitting) {
        this.admitting = admitting;
        this.reservations = admitting.reservations();
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String domain = Objects.requireNonNullElse(context.queryParam("domain"), "");
        AtomicLong length = new AtomicLong();
        HttpRequest bounded = request.mapData(data -> {
            if (length.addAndGet(data.length()) > Bounds.MOST_WEBHOOK_BYTES) {
                throw new IllegalArgumentException("too long");
            }
            return data;
        });
        return HttpResponse.of(bounded.aggregate()
                .handleAsync(
                        (whole, failure) -> Answers.of(
                                admitting.desk().limiter(), () -> failure == null ? answer(domain, whole) : tooLong()),
                        admitting.desk().threads().of(context)));
    }

    private HttpResponse answer(String domain, AggregatedHttpRequest whole) throws UndecidedException {
        byte[] body = whole.content().array();
        try {
            PortkeyEvent event = PortkeyEvent.read(body);
            return event.isBefore() ? admit(whole, event, event.asked(domain)) : settle(whole, event);
        } catch (UndecidedException e) {
            if (body.length <= MOST_UNDECIDED) {
                throw e;
            }
            return refused(
                    Answers.document(HttpStatus.SERVICE_UNAVAILABLE, "nobody could decide on so long a call in time"),
                    List.of());
        } catch (InvalidRequestException e) {
            admitting.desk().limiter().invalid();
            return refused(Answers.document(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage())), List.of());
        }
    }

    private HttpResponse admit(AggregatedHttpRequest whole, PortkeyEvent event, AdmitJson.Asked asked)
            throws UndecidedException {
        Optional<HttpResponse> owners = admitting.passedOn(whole, asked);
        if (owners.isPresent()) {
            return owners.get();
        }
        Admitting.Answered answered = admitting.admit(asked);
        if (!(answered.admission() instanceof Admission.Admitted admitted)) {
            return refused(answered.problem().orElseThrow(), answered.headers());
        }
        if (event.embeds()) {
            reservations.settle(admitted.reservation(), Optional.of(Usage.of(admitted.inputTokens(), 0)));
            return verdict(true, node -> {});
        }
        ObjectNode call =
                event.call().capped(admitted, answered.treatment().plan().stripLogprobs());
        return verdict(
                true,
                node -> node.putObject("transformedData").putObject("request").set("json", call));
    }

    private HttpResponse settle(AggregatedHttpRequest whole, PortkeyEvent event) throws UndecidedException {
        Optional<HttpResponse> owners = admitting
                .elsewhere()
                .ofAccount(whole.headers(), event.account(), whole.content().array());
        if (owners.isPresent()) {
            return owners.get();
        }
        reservations
                .reservationOf(event.account(), event.requestId())
                .ifPresent(id -> reservations.settle(id, event.used()));
        return verdict(true, node -> {});
    }

    private HttpResponse tooLong() {
        admitting.desk().limiter().invalid();
        return refused(
                Answers.document(
                        HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        "the call is longer than " + Bounds.MOST_WEBHOOK_BYTES + " bytes"),
                List.of());
    }

    private static HttpResponse refused(String problem, List<Header> headers) {
        Optional<String> wait = headers.stream()
                .filter(header -> header.name().equals(RetryAfter.NAME))
                .map(Header::value)
                .findFirst();
        return verdict(false, node -> {
            ObjectNode told = node.putObject("data").putRawValue("problem", new RawValue(problem));
            wait.ifPresent(seconds -> told.put("retry_after", Long.parseLong(seconds)));
        });
    }

    private static HttpResponse verdict(boolean passes, Consumer<ObjectNode> more) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("verdict", passes);
        more.accept(node);
        return HttpResponse.of(
                Answers.headers(HttpStatus.OK, MediaType.JSON, List.of()), HttpData.ofUtf8(node.toString()));
    }
}
