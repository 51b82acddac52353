// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Admits calls by holding what they may cost, and charges what they did cost.
 *
 * <p>The law of each limit: what was settled in any span, and what is open at its end, are together at most the limit
 * and what comes back of it in the span, plus what calls used above their estimates. That excess is a debt, repaid
 * before anything else is admitted. A call is held in all of its budgets or in none. What nobody settles is charged at
 * its estimate when it expires: only a cancellation says that a call did not run.
 *
 * <p>Safe for any number of threads. No call takes longer for the number of subjects; a budget's own lapsed holds are
 * charged by the next call that uses it, and a few others' with each call.
 */
public final class Reservations {
    private static final int LAPSED_AT_ONCE = 4;
    /** In no name of a node. */
    private static final char NODE_ENDS = '~';

    private static final int STRIPES = 64;

    private final ReservationSettings settings;
    private final InstantSource clock;
    private final Ledgers ledgers;
    private final Register register;
    private final LearnedOutputs learned;
    private final Holder holder;
    /** One admission of a request id at a time. */
    private final Object[] stripes = new Object[STRIPES];

    /**
     * Starts with nothing used.
     *
     * @param clock the time; a {@link dev.stillwatch.ratelimit.count.SteadyTime} where the machine's may jump: while another is set back, nothing
     *     comes back and nothing expires, and one that is set forward expires what is running
     */
    public Reservations(ReservationSettings settings, InstantSource clock) {
        this(settings, clock, Optional.empty());
    }

    /**
     * Starts with nothing used, at one node of several.
     *
     * @param clock the time, as above
     * @param node its name, which its reservations tell ({@link #nodeOf}); empty where there is one node only
     */
    public Reservations(ReservationSettings settings, InstantSource clock, Optional<String> node) {
        this.settings = settings;
        this.clock = clock;
        this.ledgers = new Ledgers(settings.mostBudgets());
        this.register = new Register(settings.mostOpen(), settings.mostEnded());
        this.learned = new LearnedOutputs(settings.mostLearned());
        // Tells the ids of this run from those of the runs before.
        String run = node.map(name -> name + NODE_ENDS).orElse("")
                + Long.toString(clock.instant().toEpochMilli(), Character.MAX_RADIX) + "-";
        this.holder = new Holder(ledgers, register, settings.holdFor(), run);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /**
     * Admits a call, or says why not. The same request id again gets the same answer while the call is open.
     *
     * @param budgets what it is counted against, each key once, the most general first
     * @param grant what its caller's standing leaves it
     * @throws IllegalArgumentException when two budgets have one key; nothing is held then
     */
    public Admission admit(AdmitRequest request, List<Budget> budgets, Grant grant) {
        boolean held = false;
        try {
            long now = now();
            for (Reservation lost : register.expired(now, LAPSED_AT_ONCE)) {
                lost.lapse(now);
            }
            SortedMap<String, Allowance> all = all(budgets, grant);
            if (request.requestId().isEmpty()) {
                Admission admission = holder.hold(request, all, estimate(request, budgets, grant, now), now);
                held = admission instanceof Admission.Admitted;
                return admission;
            }
            int hash = 31 * request.account().hashCode() + request.requestId().hashCode();
            synchronized (stripes[Math.floorMod(hash, STRIPES)]) {
                Reservation known = register.find(request.account(), request.requestId());
                if (known != null) {
                    return known.repeat(request, now);
                }
                Admission admission = holder.hold(request, all, estimate(request, budgets, grant, now), now);
                held = admission instanceof Admission.Admitted;
                return admission;
            }
        } finally {
            if (!held) {
                grant.putBack().run();
            }
        }
    }

    /** The answer to a call whose request id was admitted before; empty when it was not. */
    public Optional<Admission> again(AdmitRequest request) {
        Reservation known =
                request.requestId().isEmpty() ? null : register.find(request.account(), request.requestId());
        return known == null ? Optional.empty() : Optional.of(known.repeat(request, now()));
    }

    /** By their keys, in the order in which they are locked. */
    private static SortedMap<String, Allowance> all(List<Budget> budgets, Grant grant) {
        SortedMap<String, Allowance> all = new TreeMap<>();
        put(budgets, "limit ", all);
        put(grant.shares(), "standing ", all);
        return all;
    }

    private static void put(List<Budget> budgets, String kind, Map<String, Allowance> all) {
        for (Budget budget : budgets) {
            if (all.put(kind + budget.key(), budget.allowance()) != null) {
                throw new IllegalArgumentException("two budgets of the key " + budget.key());
            }
        }
    }

    private Estimate estimate(AdmitRequest request, List<Budget> budgets, Grant grant, long now) {
        OptionalLong usual = learned.p95(request.account(), request.model(), day(now));
        List<Allowance> own = budgets.stream().map(Budget::allowance).toList();
        List<Allowance> all = Stream.of(budgets, grant.shares())
                .flatMap(List::stream)
                .map(Budget::allowance)
                .toList();
        return Estimate.of(
                request, all, grant.caps(), Estimate.guess(own, usual, settings.firstGuess()), settings.firstGuess());
    }

    /**
     * Ends a call with what it used.
     *
     * @param used tokens of the whole call; empty, or zero on both sides, charges the estimate, and at least what is
     *     guessed of an account of which nothing was learned
     */
    public Settlement settle(String reservation, Optional<Usage> used) {
        Reservation known = register.find(reservation);
        if (known == null) {
            return Settlement.UNKNOWN;
        }
        long now = now();
        Settlement settlement = known.settle(used, ledgers, now);
        register.end(known);
        if (settlement == Settlement.SETTLED || settlement == Settlement.SETTLED_LATE) {
            AdmitRequest request = known.request();
            int answers = known.answers();
            long each = (used.orElseThrow().output() + answers - 1) / answers;
            learned.observe(request.account(), request.model(), each, day(now));
        }
        return settlement;
    }

    /** Ends a call that did not run, or not to any use: what it held is free again, the request still counts as one. */
    public Settlement cancel(String reservation) {
        Reservation known = register.find(reservation);
        if (known == null) {
            return Settlement.UNKNOWN;
        }
        Settlement settlement = known.cancel(ledgers, now());
        register.end(known);
        return settlement;
    }

    /** The node that made a reservation, by the reservation's id; empty where that was one of no several. */
    public static Optional<String> nodeOf(String reservation) {
        int end = reservation.indexOf(NODE_ENDS);
        return end <= 0 ? Optional.empty() : Optional.of(reservation.substring(0, end));
    }

    /** The reservation of a call by the gateway's own id of it, for gateways that do not keep ours. */
    public Optional<String> reservationOf(String account, String requestId) {
        return Optional.ofNullable(register.find(account, requestId)).map(Reservation::id);
    }

    /** What is left of each dimension, the least of the budgets; looking takes nothing. */
    public Map<Dimension, Left> left(List<Budget> budgets) {
        long now = now();
        Map<Dimension, Left> least = new EnumMap<>(Dimension.class);
        for (Budget budget : budgets) {
            Ledger ledger = ledgers.peek("limit " + budget.key());
            if (ledger == null) {
                budget.allowance()
                        .limits()
                        .forEach((dimension, limit) ->
                                least.merge(dimension, new Left(limit, limit, Duration.ZERO), Left::less));
            } else {
                ledger.lock();
                try {
                    ledger.advance(now);
                    ledger.adopt(budget.allowance());
                    ledger.left(least);
                } finally {
                    ledger.unlock();
                }
            }
        }
        return least;
    }

    /** Reservations that neither ended nor expired, as far as was looked. */
    public int open() {
        return register.open();
    }

    /** Budgets that are held. */
    public int budgets() {
        return ledgers.size();
    }

    private long now() {
        return nanos(clock.instant());
    }

    /** Nanoseconds since the epoch, good until the year 2262. */
    static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(
                        instant.getEpochSecond(), Duration.ofSeconds(1).toNanos()),
                instant.getNano());
    }

    private static long day(long nanos) {
        return Math.floorDiv(nanos, Duration.ofDays(1).toNanos());
    }
}
