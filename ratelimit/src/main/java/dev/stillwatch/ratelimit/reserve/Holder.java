// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Holds a call in all of its budgets, or in none. */
final class Holder {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Ledgers ledgers;
    private final Register register;
    private final Duration holdFor;
    private final String run;
    private final AtomicLong number = new AtomicLong();

    /**
     * Holds there.
     *
     * @param holdFor after how long a reservation counts as lost
     * @param run with what the ids of reservations begin
     */
    Holder(Ledgers ledgers, Register register, Duration holdFor, String run) {
        this.ledgers = ledgers;
        this.register = register;
        this.holdFor = holdFor;
        this.run = run;
    }

    /**
     * Holds the call, or says why not.
     *
     * @param budgets everything that it is held to, in the order in which it is locked
     * @param now nanoseconds since the epoch
     */
    Admission hold(AdmitRequest request, SortedMap<String, Allowance> budgets, Estimate estimate, long now) {
        for (Allowance allowance : budgets.values()) {
            // Before anything that may be full: who is blocked must be told so, not that the limiter has no room.
            Optional<Dimension> zero = allowance.blocking(estimate.usage());
            if (zero.isPresent()) {
                Map<Dimension, Left> left = Map.of(zero.get(), new Left(0, 0, Duration.ZERO));
                return new Admission.Refused(Admission.Reason.BLOCKED, zero, Optional.empty(), left);
            }
        }
        Register.Claim claim = register.claim(request.account());
        if (claim != Register.Claim.PLACED) {
            return Admission.Refused.of(
                    claim == Register.Claim.FULL
                            ? Admission.Reason.TOO_MANY_RESERVATIONS
                            : Admission.Reason.TOO_MANY_OF_ACCOUNT,
                    Optional.of(SOON));
        }
        List<Ledger> locked = new ArrayList<>();
        boolean held = false;
        try {
            for (Map.Entry<String, Allowance> budget : budgets.entrySet()) {
                Ledger ledger = ledgers.lock(budget.getKey(), now);
                if (ledger == null) {
                    return Admission.Refused.of(Admission.Reason.TOO_MANY_SUBJECTS, Optional.of(SOON));
                }
                locked.add(ledger);
                ledger.advance(now);
                ledger.adopt(budget.getValue());
            }
            Lack lack = lack(locked, estimate.usage());
            if (lack != null) {
                return new Admission.Refused(
                        lack.reason(), Optional.of(lack.dimension()), retryAfter(lack), leastOf(locked));
            }
            held = true;
            return reserve(request, estimate, locked, now);
        } finally {
            if (!held) {
                register.unclaim(request.account());
            }
            locked.forEach(Ledger::unlock);
        }
    }

    private static @Nullable Lack lack(List<Ledger> ledgers, Usage estimate) {
        Lack longest = null;
        for (Ledger ledger : ledgers) {
            Lack lack = ledger.lack(estimate);
            if (lack != null) {
                longest = longest == null ? lack : Lack.longer(longest, lack);
            }
        }
        return longest;
    }

    private static Optional<Duration> retryAfter(Lack lack) {
        return lack.nanos() == Lack.NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(lack.nanos()));
    }

    private Admission reserve(AdmitRequest request, Estimate estimate, List<Ledger> locked, long now) {
        List<Hold> holds = new ArrayList<>();
        for (Ledger ledger : locked) {
            holds.add(ledger.take(estimate.usage(), holdFor));
        }
        long expires = now + holdFor.toNanos();
        Admission.Admitted answer = new Admission.Admitted(
                run + Long.toString(number.incrementAndGet(), Character.MAX_RADIX),
                estimate.usage().input(),
                estimate.usage().output(),
                Instant.ofEpochSecond(0, expires),
                estimate.maxTokens(),
                estimate.choices(),
                leastOf(locked));
        register.add(new Reservation(request, estimate, holds, expires, answer));
        return answer;
    }

    private static Map<Dimension, Left> leastOf(List<Ledger> locked) {
        Map<Dimension, Left> least = new EnumMap<>(Dimension.class);
        locked.forEach(ledger -> ledger.left(least));
        return least;
    }
}
