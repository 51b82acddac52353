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
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.BudgetSource;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.reserve.Settlement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /v1/admit}, {@code /v1/settle} and {@code /v1/cancel}: calls to models, whose cost is known when they have
 * ended. How the subject stands is asked of the limiter, which counts nothing for it; what is counted as the door's answer is
 * the admission.
 *
 * <p>An admission is 200; a refusal 429 where waiting helps or the limit is zero, 413 where the call is greater than the
 * limit, 409 where its request id is in use, 503 where the limiter is full. A settlement is 200 also when nothing changed,
 * and 404 when nobody knows the reservation.
 */
final class AdmitService {
    private final Desk desk;
    private final Reservations reservations;
    private final BudgetSource budgets;

    AdmitService(Desk desk, LimiterServer.Admissions admissions) {
        this.desk = desk;
        this.reservations = admissions.reservations();
        this.budgets = admissions.budgets();
    }

    /** Serves {@code /v1/admit}. */
    HttpService admission() {
        return of(this::admit);
    }

    /** Serves {@code /v1/settle}. */
    HttpService settlement() {
        return of(body -> {
            AdmitJson.Ended ended = AdmitJson.settle(body);
            return answer(id(ended).map(id -> reservations.settle(id, ended.used())));
        });
    }

    /** Serves {@code /v1/cancel}. */
    HttpService cancellation() {
        return of(body -> answer(id(AdmitJson.cancel(body)).map(reservations::cancel)));
    }

    private HttpService of(Act act) {
        return (ServiceRequestContext context, HttpRequest request) -> HttpResponse.of(request.aggregate()
                .thenApply(whole -> Answers.of(desk.limiter(), () -> act.answer(bytes(whole)))));
    }

    private static byte[] bytes(AggregatedHttpRequest whole) {
        return whole.content().array();
    }

    private HttpResponse admit(byte[] body) throws InvalidRequestException, UndecidedException {
        AdmitJson.Asked asked = AdmitJson.admit(body);
        LimitRequest question = asked.question().looking();
        long begun = System.nanoTime();
        Treatment treatment = desk.limiter().look(question).treatment();
        List<Budget> counted = budgets.of(question, treatment);
        Admission admission = reservations.admit(asked.call(), counted, treatment.subject(), treatment.plan());
        desk.limiter()
                .answered(
                        admission instanceof Admission.Admitted,
                        treatment.wouldRefuse().isPresent(),
                        System.nanoTime() - begun);
        Map<Dimension, Left> left = treatment.visible()
                ? admission.left()
                : AdmitHeaders.silently(admission.left(), counted, budgets.of(question, Treatment.NONE));
        List<Header> headers = AdmitHeaders.of(
                admission, left, treatment.visible(), response -> desk.headers(question.domain(), response));
        HttpStatus status = status(admission);
        ObjectNode node = AdmitJson.answer(admission, treatment);
        if (admission instanceof Admission.Refused refused) {
            node.putRawValue("problem", new RawValue(problem(refused, status, treatment.visible())));
        } else {
            headers.addAll(UpstreamHeaders.of(treatment));
        }
        return answer(status, node, headers);
    }

    /** What the gateway hands to the caller; everything else in the answer is for the gateway. */
    private static String problem(Admission.Refused refused, HttpStatus status, boolean visible) {
        if (refused.dimension().isEmpty()) {
            return Answers.document(status, refused.reason().sentence());
        }
        boolean byPlan = AdmitHeaders.isByPlan(refused);
        List<String> policies = byPlan
                ? List.of()
                : refused.dimension().map(Dimension::label).stream().toList();
        return Refusal.of(status.code(), byPlan && visible, policies).problem();
    }

    private static HttpStatus status(Admission admission) {
        if (!(admission instanceof Admission.Refused refused)) {
            return HttpStatus.OK;
        }
        return switch (refused.reason()) {
            case OVER_LIMIT, BLOCKED -> HttpStatus.TOO_MANY_REQUESTS;
            case ABOVE_CAPACITY -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case REQUEST_ENDED, REQUEST_DIFFERS, REPEATED_TOO_OFTEN -> HttpStatus.CONFLICT;
            case TOO_MANY_SUBJECTS, TOO_MANY_RESERVATIONS -> HttpStatus.SERVICE_UNAVAILABLE;
        };
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

    /** What becomes of a body. */
    @FunctionalInterface
    private interface Act {
        HttpResponse answer(byte[] body) throws InvalidRequestException, UndecidedException;
    }
}
