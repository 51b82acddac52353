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
import dev.stillwatch.ratelimit.standing.PlanHold;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a call may cost, the same at every door that admits calls. Its exchange is taken from the plan of its subject
 * and from the budget that it shares, as at any door, and goes back when the call is not admitted; limits of the file on
 * requests are not asked. A request id that was admitted before takes nothing more.
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
        PlanHold plan = admissions.plans().hold(before.isPresent() ? question.looking() : question);
        Treatment treatment = plan.treatment();
        // Where it cannot tell, the exchange stays taken: the gateway's own rule may let the call through.
        List<Budget> counted = admissions.budgets().of(question, treatment);
        Admission admission = before.or(
                        () -> Granted.refusal(plan, () -> reservations().left(counted)))
                .orElseGet(() -> reservations().admit(call, counted, Granted.of(plan)));
        LimitResponse decision = decision(plan, admission, before.isEmpty());
        admission = Granted.telling(admission, plan);
        desk.limiter()
                .answered(decision.passes(), decision.treatment().wouldRefuse().isPresent(), System.nanoTime() - begun);
        admissions.recorder().decided(question.domain(), decision);
        Map<Dimension, Left> left = treatment.visible()
                ? admission.left()
                : AdmitHeaders.silently(
                        admission.left(), counted, admissions.budgets().of(question, Treatment.NONE));
        List<Header> headers = AdmitHeaders.of(
                admission, left, treatment.visible(), response -> desk.headers(question.domain(), response));
        HttpStatus status = status(admission);
        Optional<String> problem = admission instanceof Admission.Refused refused
                ? Optional.of(problem(refused, status, treatment.visible()))
                : Optional.empty();
        return new Answered(admission, treatment, status, headers, problem);
    }

    /** The owner's answer to a call of an account; empty where this node admits. That nobody could tell is recorded. */
    Optional<HttpResponse> passedOn(AggregatedHttpRequest whole, String domain, String account)
            throws UndecidedException {
        try {
            return elsewhere.ofAccount(whole.headers(), account, whole.content().array());
        } catch (UndecidedException e) {
            admissions.recorder().undecided(domain);
            throw e;
        }
    }

    Reservations reservations() {
        return admissions.reservations();
    }

    /**
     * The admission as a limiter's answer, for whoever counts those: what refuses is the standing's limit, or a dimension
     * of the file's, if it is a limit.
     *
     * @param took whether the plan was asked for an exchange, and not looked at for a call that was admitted before
     */
    private static LimitResponse decision(PlanHold plan, Admission admission, boolean took) {
        Treatment treatment = plan.treatment();
        if (admission instanceof Admission.Refused refused) {
            Optional<String> by = took && plan.refusal().isPresent()
                    ? treatment.wouldRefuse()
                    : refused.dimension().map(Dimension::label);
            return new LimitResponse(DescriptorStatus.Code.OVER_LIMIT, List.of(), treatment.refusing(by), Map.of());
        }
        Optional<String> spared = plan.refusal().isPresent() ? Optional.empty() : treatment.wouldRefuse();
        return new LimitResponse(DescriptorStatus.Code.OK, List.of(), treatment.refusing(spared), Map.of());
    }

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
            // A full limiter refuses: 503 would be "cannot tell", and the call would pass uncounted where that passes.
            case OVER_LIMIT, BLOCKED, TOO_MANY_SUBJECTS, TOO_MANY_RESERVATIONS -> HttpStatus.TOO_MANY_REQUESTS;
            case ABOVE_CAPACITY -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case REQUEST_ENDED, REQUEST_DIFFERS, REPEATED_TOO_OFTEN -> HttpStatus.CONFLICT;
        };
    }
}
