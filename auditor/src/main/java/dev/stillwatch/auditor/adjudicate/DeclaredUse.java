// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
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
 * that does not hold exempts nothing and is told.
 *
 * <p>The rule of overrun: each account of a passport is held to the whole allowance, and the day's count is emitted (in
 * the standing's reasons and in the finding), so that a reader can add up the accounts of one passport; one account
 * alone cannot know the sum. How many exchanges of a day are overrun does not depend on the order of arrival. Which
 * ones are is decided by event time within what came in time; a late record comes after those.
 */
final class DeclaredUse {
    /** Different faulty claims of one day told apart; further ones are counted together. */
    static final int MOST_FAULTS = 8;
    /** Passports and days of declared use that are counted; beyond them nothing is exempt. */
    static final int MOST_DECLARED = 24;
    /** Stands for the passports of all further faulty claims: a flood of made-up ids is not a flood of alerts. */
    static final String OTHERS = "(others)";

    private final Policy policy;

    DeclaredUse(Policy policy) {
        this.policy = policy;
    }

    /**
     * Splits exchanges into declared and other ones, and counts the claims.
     *
     * @param exchanges sorted by time and id
     * @param before claims so far; those of days that no record reaches any more are dropped
     * @param today the UTC day of the closed bucket
     */
    Split split(List<Exchange> exchanges, List<Claim> before, int today) {
        List<Claim> claims = new ArrayList<>(before);
        claims.removeIf(claim -> claim.day() < today - HistoryState.DAYS);
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
            // A failed call uses up no allowance: a run that is refused for its pace has not overrun.
            if (fault.isEmpty() && !exchange.failed() && !declare(claims, id, day)) {
                fault = Optional.of(PassportFault.OVERRUN);
            }
            if (fault.isPresent()) {
                blame(claims, id, fault, day);
                judged.add(exchange);
            } else {
                declared++;
            }
        }
        return new Split(judged, declared, claims);
    }

    /**
     * Evidence of who and from where says nothing of a known owner's account within the declared volume, or of one whose
     * owner declares none.
     */
    List<Evidence> weigh(List<Evidence> evidence, AccountFacts facts, Tally today) {
        Optional<Policy.Owner> owner = policy.owners().of(facts.account(), facts.org());
        long declared = owner.map(Policy.Owner::exchangesPerDay).orElse(0L);
        if (owner.isEmpty() || declared > 0 && today.count(Measure.EXCHANGES) > declared) {
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
        return registered(id).map(Passport::exchangesPerDay).orElse(0L);
    }

    private Optional<PassportFault> fault(Exchange exchange, String id) {
        Optional<Passport> passport = registered(id);
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

    private Optional<Passport> registered(String id) {
        return policy.passports().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private boolean declare(List<Claim> claims, String id, int day) {
        int at = find(claims, id, Optional.empty(), day);
        if (at >= 0) {
            boolean within = claims.get(at).exchanges() < allowed(id);
            if (within) {
                claims.set(at, claims.get(at).counted());
            }
            return within;
        }
        boolean room = claims.stream().filter(claim -> claim.fault().isEmpty()).count() < MOST_DECLARED;
        if (room && allowed(id) > 0) {
            claims.add(Claim.first(id, Optional.empty(), day));
            return true;
        }
        return false;
    }

    private static void blame(List<Claim> claims, String id, Optional<PassportFault> fault, int day) {
        int at = find(claims, id, fault, day);
        if (at < 0) {
            long faults = claims.stream()
                    .filter(claim -> claim.fault().isPresent() && claim.day() == day)
                    .count();
            if (faults >= MOST_FAULTS) {
                Optional<PassportFault> any = Optional.of(PassportFault.UNREGISTERED);
                int others = find(claims, OTHERS, any, day);
                if (others < 0) {
                    claims.add(Claim.first(OTHERS, any, day));
                } else {
                    claims.set(others, claims.get(others).counted());
                }
                return;
            }
            claims.add(Claim.first(id, fault, day));
        } else {
            claims.set(at, claims.get(at).counted());
        }
    }

    private static int find(List<Claim> claims, String id, Optional<PassportFault> fault, int day) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.day() == day
                    && claim.passport().equals(id)
                    && claim.fault().equals(fault)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Exchanges told apart.
     *
     * @param judged those that are judged
     * @param declared number of those that are declared
     * @param claims claims after them
     */
    record Split(List<Exchange> judged, long declared, List<Claim> claims) {
        /** Exchanges of a day under a passport, declared and overrun ones. */
        long used(String passport, int day) {
            return claims.stream()
                    .filter(claim -> claim.passport().equals(passport) && claim.day() == day)
                    .filter(claim -> claim.fault().isEmpty() || claim.fault().get() == PassportFault.OVERRUN)
                    .mapToLong(Claim::exchanges)
                    .sum();
        }

        /** Declared use of a day. */
        List<Claim> declaredOn(int day) {
            return claims.stream()
                    .filter(claim -> claim.fault().isEmpty() && claim.day() == day)
                    .toList();
        }
    }
}
