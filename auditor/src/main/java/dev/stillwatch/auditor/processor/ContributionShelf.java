// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The latest contribution of each account that may still be asked for, in its store; of all these the
 * organisation and the day's exchanges in memory; and of accounts in rings what they told, decoded, so that an epoch decodes only
 * who is new in a ring: of others it is taken as it comes.
 *
 * <p>Bounded by the accounts of one UTC day and those with a live link: at the end of a day whoever has no link left is
 * forgotten. Nothing asks for it before it has told again. Asked for are accounts with a live link (members, who stands by,
 * parties), and for a day's sums those that told that day, which are added up before the end of that day forgets. Of a
 * forgotten account both begin on a later day; its first bucket of a day with anything that may be evidence always
 * contributes, a link of that day is written in that bucket or a later one, and an epoch takes what was told together
 * with the links. So rings do not depend on what was forgotten, nor on restarts. One thread.
 */
final class ContributionShelf {
    /**
     * Accounts whose contribution is held decoded: some 100 MB, half as much again for those that are silent. Those of
     * further ones are decoded when asked for.
     */
    static final int MOST_DECODED = 32_768;

    private final KeyValueStore<Bytes, byte[]> store;
    private final ContributionCodec codec = new ContributionCodec();
    private final Map<String, Told> accounts = new HashMap<>();
    private final Map<String, Contributed> decoded = new HashMap<>();

    /** As the store has it. */
    ContributionShelf(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                Contribution contribution = Wire.own(codec, entry.value);
                accounts.put(contribution.account(), Told.of(contribution));
            }
        }
    }

    /** Takes an account's latest contribution; says whether its organisation is another than before. */
    boolean put(Contribution contribution, byte[] bytes) {
        store.put(key(contribution.account()), bytes);
        decoded.computeIfPresent(contribution.account(), (account, old) -> Contributed.of(contribution));
        Told before = accounts.put(contribution.account(), Told.of(contribution));
        return !contribution.org().equals(before == null ? "" : before.org());
    }

    /** The account's declared organisation; empty when it told none. */
    String org(String account) {
        Told told = accounts.get(account);
        return told == null ? "" : told.org();
    }

    /**
     * Whether more than half of the accounts, of so many at least, name one organisation. It is then one party, and what its
     * accounts share ties nobody: right for one great customer, blind when it is the gateway's own name.
     */
    boolean isMostlyOneOrganisation(int least) {
        Map<String, Integer> counts = new HashMap<>();
        int most = 0;
        for (Told told : accounts.values()) {
            if (!told.org().isEmpty()) {
                most = Math.max(most, counts.merge(told.org(), 1, Integer::sum));
            }
        }
        return accounts.size() >= least && 2 * most > accounts.size();
    }

    /** Exchanges of one UTC day over all accounts of each declared owner, by its organisation, as far as they have told. */
    Map<String, Long> exchanges(int day, Policy policy) {
        Map<String, Long> exchanges = new HashMap<>();
        if (summed(policy) > 0) {
            accounts.forEach((account, told) -> {
                if (told.day() == day) {
                    policy.owners()
                            .of(account, told.org())
                            .ifPresent(owner -> exchanges.merge(owner.org(), told.exchanges(), Long::sum));
                }
            });
        }
        return exchanges;
    }

    /** How many accounts {@link #exchanges} goes through: none unless an owner declares a volume. */
    int summed(Policy policy) {
        return policy.owners().declareVolume() ? accounts.size() : 0;
    }

    /**
     * What an account in a ring told last, with its sums as they weigh in a UTC day; empty when it told nothing. Of who is
     * silent they are decayed once a day.
     */
    Optional<Contributed> latest(String account, int day) {
        Contributed held = decoded.get(account);
        if (held == null) {
            byte[] bytes = store.get(key(account));
            if (bytes == null) {
                return Optional.empty();
            }
            held = Contributed.of(Wire.own(codec, bytes));
        }
        Contributed now = held.on(day);
        if (decoded.containsKey(account) || decoded.size() < MOST_DECODED) {
            decoded.put(account, now);
        }
        return Optional.of(now);
    }

    /** Lets go of what an account told that is in no ring any more. */
    void release(String account) {
        decoded.remove(account);
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** Forgets the accounts that have no live link; call it at the end of a UTC day, when expired links have gone. */
    void keepOnly(Predicate<String> linked) {
        accounts.keySet().removeIf(account -> {
            boolean gone = !linked.test(account);
            if (gone) {
                store.delete(key(account));
                decoded.remove(account);
            }
            return gone;
        });
    }

    int decoded() {
        return decoded.size();
    }

    private record Told(String org, int day, long exchanges) {
        static Told of(Contribution contribution) {
            return new Told(contribution.org(), DayCell.dayOf(contribution.asOf() - 1), contribution.dayExchanges());
        }
    }

    private static Bytes key(String account) {
        return Bytes.wrap(Wire.key(account));
    }
}
