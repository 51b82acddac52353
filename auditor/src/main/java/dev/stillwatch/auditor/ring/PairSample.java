// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.profile.Mixing;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares parties two by two: of a group and of all others up to some {@link #MOST} each. Of a group a hash of their names
 * with the group's hub picks them. The others stand on a circle in the order of their names' hashes, and those are picked
 * that come first after the hash of the hub. The hub is a keyed hash, so nobody chooses who is picked; who comes or goes
 * elsewhere on the circle changes nothing. One epoch and thread; sorts the parties once, then a group costs a look at each
 * of its parties and its picked parties' pairs, however many others there are.
 */
final class PairSample {
    /** Parties compared: 32,640 pairs. */
    static final int MOST = 256;

    private final LiveLinks links;
    private final int[] partiesWith;
    /** First account of each party, and the end of the last one's. */
    private final int[] firstOf;

    /** Hash of each party's name. */
    private final long[] names;
    /** The parties in the order of their hashes, and these hashes. */
    private final int[] circle;

    private final long[] places;

    /**
     * Of an epoch's links.
     *
     * @param partiesWith parties with each artefact; 0 for one that is not looked at
     */
    PairSample(LiveLinks links, int[] partiesWith) {
        this.links = links;
        this.partiesWith = partiesWith;
        this.firstOf = new int[links.parties() + 1];
        this.names = new long[links.parties()];
        for (int account = links.accounts() - 1; account >= 0; account--) {
            firstOf[links.party(account)] = account;
            names[links.party(account)] = Mixing.mix(links.account(account));
        }
        firstOf[links.parties()] = links.accounts();
        this.circle = IntStream.range(0, names.length)
                .boxed()
                .sorted(Comparator.comparingLong(party -> names[party]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.places = Arrays.stream(circle).mapToLong(party -> names[party]).toArray();
    }

    /** How alike the parties with the hub are, and all others, by what they have of the kind. */
    Likeness of(int hub, ArtefactKind kind) {
        long key = links.artefact(hub).value();
        // Accounts stand in the order of their parties, so these are in order too.
        int[] group = IntStream.range(links.firstWith(hub), links.endWith(hub))
                .map(user -> links.party(links.accountAt(user)))
                .distinct()
                .toArray();
        int[] members = picked(group, key);
        int[] others = others(group, key);
        return new Likeness(members.length, alike(members, kind), others.length, alike(others, kind), group.length);
    }

    private int[] picked(int[] group, long key) {
        if (group.length <= MOST) {
            return group;
        }
        double share = (double) MOST / group.length;
        return Arrays.stream(group)
                .filter(party -> (Mixing.mix(key, names[party]) >>> 11) * 0x1p-53 < share)
                .toArray();
    }

    private int[] others(int[] group, long key) {
        int[] others = new int[Math.min(MOST, circle.length - group.length)];
        int found = Arrays.binarySearch(places, Mixing.mix(key));
        int at = found < 0 ? -found - 1 : found;
        for (int count = 0; count < others.length; at++) {
            int party = circle[at % circle.length];
            if (Arrays.binarySearch(group, party) < 0) {
                others[count++] = party;
            }
        }
        return others;
    }

    /** The share of the parties' pairs that have an artefact of the kind in common. */
    private double alike(int[] parties, ArtefactKind kind) {
        Map<Integer, List<Integer>> holders = new HashMap<>();
        int[] metBy = new int[parties.length];
        Arrays.fill(metBy, -1);
        long alike = 0;
        for (int i = 0; i < parties.length; i++) {
            metBy[i] = i;
            for (int account = firstOf[parties[i]]; account < firstOf[parties[i] + 1]; account++) {
                for (int at = links.from(account, kind), end = links.to(account, kind); at < end; at++) {
                    int artefact = links.artefactAt(at);
                    if (partiesWith[artefact] > 1) {
                        List<Integer> before = holders.computeIfAbsent(artefact, key -> new ArrayList<>());
                        for (int other : before) {
                            alike += metBy[other] == i ? 0 : 1;
                            metBy[other] = i;
                        }
                        before.add(i);
                    }
                }
            }
        }
        double pairs = parties.length * (parties.length - 1.0) / 2;
        return pairs == 0 ? 0 : alike / pairs;
    }
}
