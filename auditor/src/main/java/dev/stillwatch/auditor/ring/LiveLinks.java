// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The live links as numbers: accounts in the order of their parties, artefacts in their own order, each with the other's
 * list. Does not depend on the order in which the footprints came. Memory: 8 bytes a link, some 40 a node. Immutable.
 */
final class LiveLinks {
    private final List<String> accounts;
    private final int[] partyOf;
    private final List<Artefact> artefacts;
    private final long[] since;
    /** Number of the first artefact of each kind, or of a later one; at the end, how many there are. */
    private final int[] firstOfKind;

    private final int[] firstOfAccount;
    private final int[] artefactsOf;
    private final int[] firstOfArtefact;
    private final int[] accountsOf;

    private LiveLinks(List<Footprint> sorted) {
        Numbering seen = Numbering.of(sorted);
        artefacts = seen.artefacts();
        since = seen.since();
        firstOfKind = firstOfKind(artefacts);
        accounts = new ArrayList<>(sorted.size());
        partyOf = new int[sorted.size()];
        firstOfAccount = new int[sorted.size() + 1];
        int[] links = seen.links();
        int count = 0;
        int read = 0;
        int party = -1;
        String before = "";
        for (Footprint footprint : sorted) {
            party += accounts.isEmpty() || !footprint.party().equals(before) ? 1 : 0;
            before = footprint.party();
            partyOf[accounts.size()] = party;
            int own = footprint.sightings().size();
            System.arraycopy(links, read, links, count, own);
            read += own;
            count += distinct(links, count, count + own);
            accounts.add(footprint.account());
            firstOfAccount[accounts.size()] = count;
        }
        artefactsOf = Arrays.copyOf(links, count);
        firstOfArtefact = new int[artefacts.size() + 1];
        accountsOf = turned();
    }

    /** The links of the footprints; several of one account are one. */
    static LiveLinks of(Collection<Footprint> footprints) {
        Map<String, Footprint> byAccount = new HashMap<>();
        for (Footprint footprint : footprints) {
            byAccount.merge(footprint.account(), footprint, LiveLinks::joined);
        }
        List<Footprint> sorted = new ArrayList<>(byAccount.values());
        sorted.sort(Comparator.comparing(Footprint::party).thenComparing(Footprint::account));
        return new LiveLinks(sorted);
    }

    int accounts() {
        return accounts.size();
    }

    String account(int account) {
        return accounts.get(account);
    }

    /** Number of the account's party; accounts of one party stand side by side. */
    int party(int account) {
        return partyOf[account];
    }

    int parties() {
        return accounts.isEmpty() ? 0 : partyOf[accounts.size() - 1] + 1;
    }

    int artefacts() {
        return artefacts.size();
    }

    Artefact artefact(int artefact) {
        return artefacts.get(artefact);
    }

    /** Event time at which anybody was first seen with the artefact. */
    long since(int artefact) {
        return since[artefact];
    }

    /** Numbers of the account's artefacts, ascending: the places {@code [from, to)} of {@link #artefactAt}. */
    int from(int account) {
        return firstOfAccount[account];
    }

    int to(int account) {
        return firstOfAccount[account + 1];
    }

    /** As {@link #from(int)}, of the account's artefacts of a kind. */
    int from(int account, ArtefactKind kind) {
        return placeOf(account, firstOfKind[kind.ordinal()]);
    }

    int to(int account, ArtefactKind kind) {
        return placeOf(account, firstOfKind[kind.ordinal() + 1]);
    }

    /** Where in the account's list an artefact stands or would stand. */
    private int placeOf(int account, int artefact) {
        int found = Arrays.binarySearch(artefactsOf, from(account), to(account), artefact);
        return found < 0 ? -found - 1 : found;
    }

    int artefactAt(int place) {
        return artefactsOf[place];
    }

    /** Numbers of the accounts with the artefact, ascending: the places {@code [firstWith, endWith)} of {@link #accountAt}. */
    int firstWith(int artefact) {
        return firstOfArtefact[artefact];
    }

    int endWith(int artefact) {
        return firstOfArtefact[artefact + 1];
    }

    int accountAt(int place) {
        return accountsOf[place];
    }

    /** How many parties have the artefact. */
    int partiesWith(int artefact) {
        int parties = 0;
        int before = -1;
        for (int place = firstWith(artefact); place < endWith(artefact); place++) {
            int party = partyOf[accountsOf[place]];
            parties += party != before ? 1 : 0;
            before = party;
        }
        return parties;
    }

    /** Names of the accounts with the artefact. */
    Set<String> namesWith(int artefact) {
        Set<String> names = new HashSet<>();
        for (int place = firstWith(artefact); place < endWith(artefact); place++) {
            names.add(accounts.get(accountsOf[place]));
        }
        return names;
    }

    // They stand in the order of their kinds.
    private static int[] firstOfKind(List<Artefact> artefacts) {
        int[] first = new int[ArtefactKind.values().length + 1];
        for (Artefact artefact : artefacts) {
            first[artefact.kind().ordinal() + 1]++;
        }
        Arrays.parallelPrefix(first, Integer::sum);
        return first;
    }

    private int[] turned() {
        for (int artefact : artefactsOf) {
            firstOfArtefact[artefact + 1]++;
        }
        Arrays.parallelPrefix(firstOfArtefact, Integer::sum);
        int[] next = firstOfArtefact.clone();
        int[] turned = new int[artefactsOf.length];
        for (int account = 0; account < accounts.size(); account++) {
            for (int place = from(account); place < to(account); place++) {
                turned[next[artefactsOf[place]]++] = account;
            }
        }
        return turned;
    }

    private static int distinct(int[] links, int from, int to) {
        Arrays.sort(links, from, to);
        int kept = 0;
        for (int place = from; place < to; place++) {
            if (kept == 0 || links[from + kept - 1] != links[place]) {
                links[from + kept++] = links[place];
            }
        }
        return kept;
    }

    // Of two parties told for one account the lesser counts: some rule that does not depend on the order.
    private static Footprint joined(Footprint one, Footprint other) {
        List<Footprint.Sighting> both = new ArrayList<>(one.sightings());
        both.addAll(other.sightings());
        String party = one.party().compareTo(other.party()) <= 0 ? one.party() : other.party();
        return new Footprint(one.account(), party, both);
    }

    /**
     * The artefacts in their order, and each sighting's number of its own, footprint by footprint.
     *
     * @param since event time of each artefact's first sight
     */
    private record Numbering(List<Artefact> artefacts, long[] since, int[] links) {
        static Numbering of(List<Footprint> footprints) {
            int[] links = new int
                    [footprints.stream()
                            .mapToInt(footprint -> footprint.sightings().size())
                            .sum()];
            // Numbers as they come, each link looked up once; then those of the order.
            Map<Artefact, Integer> numbers = new HashMap<>();
            List<Artefact> met = new ArrayList<>();
            int at = 0;
            for (Footprint footprint : footprints) {
                for (Footprint.Sighting sighting : footprint.sightings()) {
                    links[at++] = numbers.computeIfAbsent(sighting.artefact(), artefact -> {
                        met.add(artefact);
                        return met.size() - 1;
                    });
                }
            }
            Integer[] order = new Integer[met.size()];
            Arrays.setAll(order, number -> number);
            Arrays.sort(order, Comparator.comparing(met::get));
            int[] places = new int[order.length];
            for (int place = 0; place < order.length; place++) {
                places[order[place]] = place;
            }
            long[] since = new long[order.length];
            Arrays.fill(since, Long.MAX_VALUE);
            at = 0;
            for (Footprint footprint : footprints) {
                for (Footprint.Sighting sighting : footprint.sightings()) {
                    links[at] = places[links[at]];
                    since[links[at]] = Math.min(since[links[at]], sighting.since());
                    at++;
                }
            }
            return new Numbering(Arrays.stream(order).map(met::get).toList(), since, links);
        }
    }
}
