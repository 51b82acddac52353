// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.List;
import java.util.Optional;

/**
 * The limiter's answer to a call, which has been counted, and what its standing leaves it besides.
 *
 * @param response the answer
 * @param refusal what the plan or the budget that refuses said; empty when neither does
 * @param plan what the subject's own plan said; empty when it is not enforced
 * @param shares output tokens an hour that are enforced: of the subject, and of the ring whose budget it draws on
 * @param putBack gives the exchange back; does nothing when none was taken. What the file counted stays, as a request that
 *     was refused by something else is a request
 */
public record Pass(
        LimitResponse response,
        Optional<PlanTaken> refusal,
        Optional<PlanTaken> plan,
        List<Share> shares,
        Runnable putBack) {
    /** Copies the list. */
    public Pass {
        shares = List.copyOf(shares);
    }

    /** Of a call about whose caller nothing is known. */
    static Pass without(LimitResponse response) {
        return new Pass(response, Optional.empty(), Optional.empty(), List.of(), () -> {});
    }

    /** How the subject stands. */
    public Treatment treatment() {
        return response.treatment();
    }

    /**
     * What one subject may have in an hour.
     *
     * @param subject account or ring
     * @param outputTokens from 0
     */
    public record Share(String subject, long outputTokens) {}
}
