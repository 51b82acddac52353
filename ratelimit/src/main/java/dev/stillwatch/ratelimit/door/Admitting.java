// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.AdmitRequest;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.standing.Pass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a call may cost, the same at every door that admits calls. First it is counted as a request, as at any door:
 * against the plan of its subject, which gets its exchange back when the call is not admitted, against the budget that it
 * shares and the limits of the file. A request id that was admitted before is not counted again.
 */
record Admitting(Desk desk, LimiterServer.Admissions admissions, Elsewhere elsewhere) {
    /**
     * What became of a call that asked.
     *
     * @param status as HTTP says it
     * @param headers for the caller
     * @param problem for the caller of a refused call, a document
     */
    record Answered(
            Admission admission,
            Treatment treatment,
            HttpStatus status,
            List<Header> headers,
            Optional<String> problem) {}

    Answered admit(AdmitJson.Asked asked) throws UndecidedException {
        String domain = asked.question().domain();
        try {
            return answered(asked.question(), asked.call());
        } catch (UndecidedException e) {
            admissions.recorder().undecided(domain);
            throw e;
        }
    }

    private Answered answered(LimitRequest question, AdmitRequest call) throws UndecidedException {
        long begun = System.nanoTime();
        Optional<Admission> before = reservations().again(call);
        Pass pass = admissions.gate().pass(before.isPresent() ? question.looking() : question);
        // Where it cannot tell, the exchange stays taken: the gateway's own rule may let the call through.
        List<Budget> counted = admissions.budgets().of(question, pass.treatment());
        Admission decided = before.or(
                        () -> Granted.refusal(pass, () -> reservations().left(counted)))
                .orElseGet(() -> reservations().admit(call, counted, Granted.of(pass)));
        LimitResponse decision = decision(pass, decided, before.isEmpty());
        desk.limiter().answered(decision.passes(), decision.wouldRefuse().isPresent(), System.nanoTime() - begun);
        admissions.recorder().decided(question.domain(), decision);
        Admission admission = Granted.telling(decided, pass);
        Treatment treatment = pass.treatment();
        Map<Dimension, Left> left = treatment.visible()
                ? admission.left()
                : AdmitHeaders.silently(
                        admission.left(), counted, admissions.budgets().of(question, Treatment.NONE));
        // Of a plan that refuses the file was not asked.
        List<DescriptorStatus> counters =
                pass.refusal().isPresent() ? List.of() : pass.response().statuses();
        List<Header> headers = AdmitHeaders.of(
                admission, left, counters, treatment.visible(), response -> desk.headers(question.domain(), response));
        HttpStatus status = status(admission);
        Optional<String> problem = admission instanceof Admission.Refused refused
                ? Optional.of(problem(refused, status, treatment.visible(), decision))
                : Optional.empty();
        return new Answered(admission, treatment, status, headers, problem);
    }

    /**
     * The owner's answer to a call of an account; empty where this node admits, and where the account is blocked: that is
     * known here, and an owner who answers late is no way past it. That nobody could tell is recorded.
     */
    Optional<HttpResponse> passedOn(AggregatedHttpRequest whole, AdmitJson.Asked asked) throws UndecidedException {
        if (admissions.gate().isBlocked(asked.question())) {
            return Optional.empty();
        }
        try {
            return elsewhere.ofAccount(
                    whole.headers(), asked.call().account(), whole.content().array());
        } catch (UndecidedException e) {
            admissions.recorder().undecided(asked.question().domain());
            throw e;
        }
    }

    Reservations reservations() {
        return admissions.reservations();
    }

    /**
     * The admission as a limiter's answer, for whoever counts those: what refuses is what refused the request, or a
     * dimension of what calls cost, if it is a limit.
     *
     * @param counted whether the request was counted, and not looked at for a call that was admitted before
     */
    private static LimitResponse decision(Pass pass, Admission admission, boolean counted) {
        if (counted && !pass.response().passes()) {
            return pass.response();
        }
        Treatment treatment = pass.treatment();
        if (admission instanceof Admission.Refused refused) {
            Optional<String> by = refused.dimension().map(Dimension::label);
            return new LimitResponse(DescriptorStatus.Code.OVER_LIMIT, List.of(), treatment.refusing(by), Map.of());
        }
        Optional<String> spared = pass.response().passes() ? treatment.wouldRefuse() : Optional.empty();
        return new LimitResponse(
                DescriptorStatus.Code.OK,
                List.of(),
                treatment.refusing(spared),
                Map.of(),
                counted ? pass.response().spared() : Optional.empty());
    }

    private static String problem(
            Admission.Refused refused, HttpStatus status, boolean visible, LimitResponse decision) {
        if (!decision.statuses().isEmpty() && !AdmitHeaders.isByPlan(refused)) {
            return Refusal.of(decision).problem();
        }
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
            // A full limiter refuses: 503 would be "cannot tell", and the call would pass uncounted where that passes.
            case OVER_LIMIT, BLOCKED, TOO_MANY_SUBJECTS, TOO_MANY_RESERVATIONS, TOO_MANY_OF_ACCOUNT ->
                HttpStatus.TOO_MANY_REQUESTS;
            case ABOVE_CAPACITY -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case REQUEST_ENDED, REQUEST_DIFFERS, REPEATED_TOO_OFTEN -> HttpStatus.CONFLICT;
        };
    }
}
