// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

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
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.reserve.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/admit}, {@code /v1/settle} and {@code /v1/cancel}: calls to models, whose cost is known when they have
 * ended ({@link Admitting}).
 *
 * <p>An admission is 200; a refusal 429 where waiting helps, also because the limiter is full, or where the limit is zero,
 * 413 where the call is greater than the limit, 409 where its request id is in use. A settlement is 200 also when nothing
 * changed, and 404 when nobody knows the reservation.
 */
final class AdmitService {
    private final Admitting admitting;
    private final Reservations reservations;

    AdmitService(Admitting admitting) {
        this.admitting = admitting;
        this.reservations = admitting.reservations();
    }

    /** Serves {@code /v1/admit}. */
    HttpService admission() {
        return of(this::admit);
    }

    /** Serves {@code /v1/settle}. */
    HttpService settlement() {
        return of(whole -> {
            AdmitJson.Ended ended = AdmitJson.settle(bytes(whole));
            Optional<HttpResponse> owners = owners(whole, ended);
            return owners.isPresent()
                    ? owners.get()
                    : answer(id(ended).map(id -> reservations.settle(id, ended.used())));
        });
    }

    /** Serves {@code /v1/cancel}. */
    HttpService cancellation() {
        return of(whole -> {
            AdmitJson.Ended ended = AdmitJson.cancel(bytes(whole));
            Optional<HttpResponse> owners = owners(whole, ended);
            return owners.isPresent() ? owners.get() : answer(id(ended).map(reservations::cancel));
        });
    }

    private HttpService of(Desk.Whole act) {
        return (ServiceRequestContext context, HttpRequest request) ->
                admitting.desk().answer(context, request, act);
    }

    private static byte[] bytes(AggregatedHttpRequest whole) {
        return whole.content().array();
    }

    private Optional<HttpResponse> owners(AggregatedHttpRequest whole, AdmitJson.Ended ended)
            throws UndecidedException {
        return ended.reservation().isEmpty()
                ? admitting.elsewhere().ofAccount(whole.headers(), ended.account(), bytes(whole))
                : admitting.elsewhere().ofReservation(whole.headers(), ended.reservation(), bytes(whole));
    }

    private HttpResponse admit(AggregatedHttpRequest whole) throws InvalidRequestException, UndecidedException {
        AdmitJson.Asked asked = AdmitJson.admit(bytes(whole));
        Optional<HttpResponse> owners = admitting.passedOn(whole, asked);
        return owners.isPresent() ? owners.get() : answer(admitting.admit(asked));
    }

    private static HttpResponse answer(Admitting.Answered answered) {
        ObjectNode node = AdmitJson.answer(answered.admission(), answered.treatment());
        List<Header> headers = new ArrayList<>(answered.headers());
        // For the caller; everything else in the answer is for the gateway.
        answered.problem().ifPresent(problem -> node.putRawValue("problem", new RawValue(problem)));
        if (answered.admission() instanceof Admission.Admitted admitted) {
            // For the model server, too: not every gateway writes a call anew.
            headers.addAll(UpstreamHeaders.ofAdmitted(answered.treatment(), admitted.maxTokens(), admitted.choices()));
        }
        return answer(answered.status(), node, headers);
    }

    private Optional<String> id(AdmitJson.Ended ended) {
        return ended.reservation().isEmpty()
                ? reservations.reservationOf(ended.account(), ended.requestId())
                : Optional.of(ended.reservation());
    }

    private static HttpResponse answer(Optional<Settlement> known) {
        Settlement settlement = known.orElse(Settlement.UNKNOWN);
        HttpStatus status = settlement == Settlement.UNKNOWN ? HttpStatus.NOT_FOUND : HttpStatus.OK;
        return answer(status, AdmitJson.answer(settlement), List.of());
    }

    private static HttpResponse answer(HttpStatus status, ObjectNode node, List<Header> headers) {
        return HttpResponse.of(Answers.headers(status, MediaType.JSON, headers), HttpData.ofUtf8(node.toString()));
    }
}
