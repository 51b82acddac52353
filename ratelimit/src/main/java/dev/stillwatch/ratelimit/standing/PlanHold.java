// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.List;
import java.util.Optional;

/**
 * What a standing leaves one call, whose exchange has been counted.
 *
 * @param treatment how the subject stands; with the limit that refuses, or that would outside shadow mode
 * @param refusal what the plan or the budget that refuses said; empty when the call may run
 * @param plan what the subject's own plan said; empty when it is not enforced
 * @param shares output tokens an hour that are enforced: of the subject, and of the ring whose budget it draws on
 * @param putBack gives the exchange back; does nothing when none was taken
 */
public record PlanHold(
        Treatment treatment,
        Optional<PlanTaken> refusal,
        Optional<PlanTaken> plan,
        List<Share> shares,
        Runnable putBack) {
    /** Of a call about whose caller nothing is known. */
    public static final PlanHold NOTHING =
            new PlanHold(Treatment.NONE, Optional.empty(), Optional.empty(), List.of(), () -> {});

    /** Copies the list. */
    public PlanHold {
        shares = List.copyOf(shares);
    }

    /**
     * What one subject may have in an hour.
     *
     * @param subject account or ring
     * @param outputTokens from 0
     */
    public record Share(String subject, long outputTokens) {}
}
