// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run left on its topics, gathered per account and ring. Rejects and standings come first, then exchanges: only
 * those of accounts that were acted on are remembered one by one.
 */
final class Harvest {
    /** Kinds of rejects told apart: what a field is called comes from the log. */
    private static final int MOST_KINDS = 1_000;

    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<RejectKind, Long> kinds = new TreeMap<>();
    private final Map<Long, Integer> withdrawn = new HashMap<>();
    private final SortedMap<String, List<Standing>> standings = new TreeMap<>();
    private final Map<String, Tier> highest = new HashMap<>();
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<String, Coverage> coverage = new TreeMap<>();
    private final Map<String, Members> members = new HashMap<>();
    private final SortedSet<String> rings = new TreeSet<>();
    private long accepted;

    /** What one account did. */
    static final class Account {
        private final SortedMap<Integer, Long> days = new TreeMap<>();
        private final List<Asked> asked = new ArrayList<>();
        private long exchanges;

        long exchanges() {
            return exchanges;
        }

        SortedMap<Integer, Long> days() {
            return days;
        }

        List<Asked> asked() {
            asked.sort(Asked.ORDER);
            return asked;
        }
    }

    /** How many exchanges of a format had each field. */
    static final class Coverage {
        private final Map<Field, Long> fields = new EnumMap<>(Field.class);
        private long exchanges;

        long exchanges() {
            return exchanges;
        }

        long with(Field field) {
            return fields.getOrDefault(field, 0L);
        }
    }

    /** Who ever belonged to a ring. */
    static final class Members {
        private final SortedSet<String> core = new TreeSet<>();
        private final SortedSet<String> weak = new TreeSet<>();

        /** Accounts that were tied themselves at some time. */
        SortedSet<String> core() {
            return core;
        }

        /** Accounts that never were more than weakly attached. */
        SortedSet<String> weak() {
            return weak;
        }

        private void add(String account, boolean tied) {
            if (tied) {
                core.add(account);
                weak.remove(account);
            } else if (!core.contains(account)) {
                weak.add(account);
            }
        }
    }

    void reject(Reject reject) {
        rejected.merge(reject.reason(), 1L, Long::sum);
        RejectKind kind = RejectKind.of(reject);
        if (kinds.size() < MOST_KINDS || kinds.containsKey(kind)) {
            kinds.merge(kind, 1L, Long::sum);
        }
        if (RecordCount.AFTER_INTAKE.contains(reject.reason())) {
            withdrawn.merge(coordinate(reject.partition(), reject.offset()), 1, Integer::sum);
        }
    }

    /** Records that never reached the broker. */
    void reject(String reason, long count) {
        if (count > 0) {
            rejected.merge(reason, count, Long::sum);
        }
    }

    void standing(Standing standing) {
        standings
                .computeIfAbsent(standing.subject(), subject -> new ArrayList<>())
                .add(standing);
        highest.merge(standing.subject(), standing.tier(), (one, other) -> one.atLeast(other) ? one : other);
        // A ring's standing is its own; an account's may only name one.
        if (standing.subject().equals(standing.ring())) {
            rings.add(standing.subject());
        }
    }

    void membership(Membership membership) {
        if (membership.belongs()) {
            members.computeIfAbsent(membership.ring(), ring -> new Members())
                    .add(membership.account(), membership.core());
        }
    }

    void exchange(Exchange exchange) {
        Exchange.Origin origin = exchange.origin();
        long coordinate = coordinate(origin.partition(), origin.offset());
        Integer left = withdrawn.get(coordinate);
        if (left != null && left > 0) {
            withdrawn.put(coordinate, left - 1);
            return;
        }
        accepted++;
        Account account = accounts.computeIfAbsent(exchange.account(), name -> new Account());
        account.exchanges++;
        account.days.merge(DayCell.dayOf(exchange.time()), 1L, Long::sum);
        if (highest(exchange.account()).atLeast(Tier.THROTTLE)) {
            account.asked.add(Asked.of(exchange));
        }
        Coverage covered = coverage.computeIfAbsent(origin.format(), format -> new Coverage());
        covered.exchanges++;
        exchange.present().fields().forEach(field -> covered.fields.merge(field, 1L, Long::sum));
    }

    private static long coordinate(int partition, long offset) {
        return (long) partition << 40 ^ offset;
    }

    SortedMap<String, Long> rejected() {
        return rejected;
    }

    /** The same by reason, field and remedy, as far as records reached the broker. */
    SortedMap<RejectKind, Long> kinds() {
        return kinds;
    }

    long accepted() {
        return accepted;
    }

    SortedMap<String, Account> accounts() {
        return accounts;
    }

    SortedMap<String, Coverage> coverage() {
        return coverage;
    }

    /** By format, the fields that any of its exchanges had. */
    SortedMap<String, FieldSet> seen() {
        SortedMap<String, FieldSet> seen = new TreeMap<>();
        coverage.forEach((format, covered) -> seen.put(format, FieldSet.of(covered.fields.keySet())));
        return seen;
    }

    /** Rings that had a standing. */
    SortedSet<String> rings() {
        return rings;
    }

    Members members(String ring) {
        return members.getOrDefault(ring, new Members());
    }

    /** All standings by subject. */
    SortedMap<String, List<Standing>> standings() {
        return standings;
    }

    /** The standings of a subject in the order in which they were issued. */
    List<Standing> standings(String subject) {
        return standings.getOrDefault(subject, List.of());
    }

    /** The most severe tier that the subject ever had. */
    Tier highest(String subject) {
        return highest.getOrDefault(subject, Tier.CLEAR);
    }
}
