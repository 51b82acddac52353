// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is held for one call, and whether it has ended. Its own monitor guards its end; the budgets' locks the holds. */
final class Reservation {
    /** A gateway asks again after a timeout, a few times; more than that is many calls under one id. */
    private static final int MOST_REPEATS = 5;

    private final AdmitRequest request;
    private final Estimate estimate;
    private final String id;
    /** None once it is settled, when nothing can change any more: many of those are remembered. */
    private List<Hold> holds;

    private final long expires;
    private @Nullable Admission answer;
    private End end = End.OPEN;
    private int repeats;

    Reservation(AdmitRequest request, Estimate estimate, List<Hold> holds, long expires, Admission.Admitted answer) {
        this.id = answer.reservation();
        this.request = request;
        this.estimate = estimate;
        this.holds = List.copyOf(holds);
        this.expires = expires;
        this.answer = answer;
    }

    String id() {
        return id;
    }

    AdmitRequest request() {
        return request;
    }

    /** How many answers it was admitted with. */
    int answers() {
        return estimate.answers();
    }

    long expires() {
        return expires;
    }

    /** Answers the same call again. */
    synchronized Admission repeat(AdmitRequest again, long now) {
        if (!again.equals(request)) {
            return Admission.Refused.of(Admission.Reason.REQUEST_DIFFERS, Optional.empty());
        }
        Admission first = answer;
        if (first == null || end != End.OPEN || now >= expires) {
            return Admission.Refused.of(Admission.Reason.REQUEST_ENDED, Optional.empty());
        }
        if (repeats == MOST_REPEATS) {
            return Admission.Refused.of(Admission.Reason.REPEATED_TOO_OFTEN, Optional.empty());
        }
        repeats++;
        return first;
    }

    synchronized Settlement settle(Optional<Usage> reported, Ledgers ledgers, long now) {
        Optional<Usage> used = reported.filter(usage -> !usage.isEmpty());
        if (end == End.SETTLED) {
            return Settlement.ALREADY_SETTLED;
        }
        if (end == End.CANCELLED && used.isEmpty()) {
            return Settlement.ALREADY_CANCELLED;
        }
        boolean late = end == End.CANCELLED || now >= expires;
        end = End.SETTLED;
        charge(used.orElse(estimate.unreported()), ledgers, now);
        holds = List.of();
        answer = null;
        if (used.isEmpty()) {
            return Settlement.ESTIMATE_KEPT;
        }
        return late ? Settlement.SETTLED_LATE : Settlement.SETTLED;
    }

    synchronized Settlement cancel(Ledgers ledgers, long now) {
        if (end != End.OPEN) {
            return end == End.SETTLED ? Settlement.ALREADY_SETTLED : Settlement.ALREADY_CANCELLED;
        }
        end = End.CANCELLED;
        charge(null, ledgers, now);
        return now >= expires ? Settlement.CANCELLED_LATE : Settlement.CANCELLED;
    }

    private void charge(@Nullable Usage usage, Ledgers ledgers, long now) {
        for (Hold hold : holds) {
            Ledger ledger = ledgers.lockFor(hold, now);
            if (ledger != null) {
                try {
                    ledger.advance(now);
                    ledger.settle(hold, usage);
                } finally {
                    ledger.unlock();
                }
            }
        }
    }

    /** Lets its budgets charge what has lapsed, so that what was lost does not wait for their next call. */
    synchronized void lapse(long now) {
        for (Hold hold : holds) {
            hold.ledger.lock();
            try {
                hold.ledger.advance(now);
            } finally {
                hold.ledger.unlock();
            }
        }
    }

    private enum End {
        OPEN,
        SETTLED,
        CANCELLED
    }
}
