// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Declared use: passports and owners. An exchange under a passport that covers it, within the passport's exchanges a
 * day, is counted as declared and is no evidence; every other exchange of the same account is judged as ever. A claim
 * that does not hold exempts nothing and is told. The day's count is kept per account: a passport shared by accounts is
 * bounded on each, its sum is checked where alerts of all accounts meet.
 */
final class DeclaredUse {
    /** Most claims remembered of one account. */
    static final int MOST_CLAIMS = 8;

    private final Policy policy;

    DeclaredUse(Policy policy) {
        this.policy = policy;
    }

    /** Splits exchanges into declared and other ones, and counts the claims. */
    Split split(List<Exchange> exchanges, List<Claim> before) {
        List<Claim> claims = new ArrayList<>(before);
        List<Exchange> judged = new ArrayList<>(exchanges.size());
        long declared = 0;
        for (Exchange exchange : exchanges) {
            String id = exchange.identity().passport();
            if (!exchange.has(Field.PASSPORT) || id.isEmpty()) {
                judged.add(exchange);
                continue;
            }
            int day = DayCell.dayOf(exchange.time());
            Optional<PassportFault> fault = fault(exchange, id);
            if (fault.isEmpty() && count(claims, id, Optional.empty(), day) > allowed(id)) {
                fault = Optional.of(PassportFault.OVERRUN);
            }
            if (fault.isPresent()) {
                count(claims, id, fault, day);
                judged.add(exchange);
            } else {
                declared++;
            }
        }
        return new Split(judged, declared, claims);
    }

    /** Evidence of who and from where says nothing of a known owner's account within the declared volume. */
    List<Evidence> weigh(List<Evidence> evidence, AccountFacts facts, Tally today) {
        Optional<Policy.Owner> owner = policy.ownerOf(facts.account(), facts.org());
        if (owner.isEmpty() || today.count(Measure.EXCHANGES) > owner.get().exchangesPerDay()) {
            return evidence;
        }
        return evidence.stream()
                .map(e -> e.signal().family() == Family.IDENTITY && e.weightMilli() > 0
                        ? new Evidence(
                                e.signal(),
                                0,
                                e.value(),
                                e.baseline(),
                                e.sentence() + " Expected of the known owner "
                                        + owner.get().org() + ".",
                                e.missing())
                        : e)
                .toList();
    }

    /** Exchanges a day that a passport allows, 0 when it is not registered. */
    long allowed(String id) {
        return find(id).map(Passport::exchangesPerDay).orElse(0L);
    }

    private Optional<PassportFault> fault(Exchange exchange, String id) {
        Optional<Passport> passport = find(id);
        if (passport.isEmpty()) {
            return Optional.of(PassportFault.UNREGISTERED);
        }
        if (!passport.get().accounts().contains(exchange.account())) {
            return Optional.of(PassportFault.FOREIGN);
        }
        return passport.get().covers(exchange.account(), exchange.time())
                ? Optional.empty()
                : Optional.of(PassportFault.EXPIRED);
    }

    private Optional<Passport> find(String id) {
        return policy.passports().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    // A fault is one claim for good; a declared use is one claim a day. The oldest gives way.
    private static long count(List<Claim> claims, String id, Optional<PassportFault> fault, int day) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.passport().equals(id)
                    && claim.fault().equals(fault)
                    && (fault.isPresent() || claim.day() == day)) {
                claims.set(i, claim.counted());
                return claim.exchanges() + 1;
            }
        }
        if (claims.size() == MOST_CLAIMS) {
            claims.remove(0);
        }
        claims.add(new Claim(id, fault, day, 1, 0, 0, ""));
        return 1;
    }

    /**
     * Exchanges told apart.
     *
     * @param judged those that are judged
     * @param declared number of those that are declared
     * @param claims claims after them
     */
    record Split(List<Exchange> judged, long declared, List<Claim> claims) {}

    /**
     * A passport that an account used or claimed.
     *
     * @param passport its id as claimed
     * @param fault what is wrong with it, empty for declared use
     * @param day UTC day of the first exchange
     * @param exchanges exchanges so far
     * @param told messages of it so far
     * @param first end of the bucket of the first message, 0 before it
     * @param policy policy of the first message
     */
    record Claim(
            String passport,
            Optional<PassportFault> fault,
            int day,
            long exchanges,
            long told,
            long first,
            String policy) {
        Claim counted() {
            return new Claim(passport, fault, day, exchanges + 1, told, first, policy);
        }

        /** Told at the first exchange and whenever the count has doubled: a flood of claims is not a flood of alerts. */
        boolean isDue() {
            return fault.isPresent() && exchanges >= 1L << Math.min(told, Long.SIZE - 2);
        }

        Claim told(long bucketEnd, String by) {
            return new Claim(
                    passport,
                    fault,
                    day,
                    exchanges,
                    Long.SIZE - Long.numberOfLeadingZeros(exchanges),
                    told == 0 ? bucketEnd : first,
                    told == 0 ? by : policy);
        }

        void write(ByteWriter out) {
            out.text(passport).number(fault.map(f -> f.ordinal() + 1).orElse(0)).number(day);
            out.number(exchanges).number(told).number(first).text(policy);
        }

        static Claim read(ByteReader in) {
            String passport = in.text();
            int fault = in.integer();
            return new Claim(
                    passport,
                    fault == 0 ? Optional.empty() : Optional.of(PassportFault.values()[fault - 1]),
                    in.integer(),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.text());
        }
    }
}
