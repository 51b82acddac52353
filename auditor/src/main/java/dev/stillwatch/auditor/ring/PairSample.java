// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.profile.Mixing;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares parties two by two: of a group and of all others some {@link #MOST} each, whom a hash of their names with the
 * group's hub picks. The hub is a keyed hash, so nobody chooses who is picked. One epoch and thread; a group costs its
 * picked parties' pairs, whatever its size, and a look at each party.
 */
final class PairSample {
    /** Parties compared: 32,640 pairs. */
    static final int MOST = 256;

    private final LiveLinks links;
    private final int[] partiesWith;
    /** First account of each party, and the end of the last one's. */
    private final int[] firstOf;

    private final long[] names;

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
    }

    /** How alike the parties with the hub are, and all others, by what they have of the kind. */
    Likeness of(int hub, ArtefactKind kind) {
        BitSet group = new BitSet(names.length);
        for (int user = links.firstWith(hub); user < links.endWith(hub); user++) {
            group.set(links.party(links.accountAt(user)));
        }
        BitSet rest = (BitSet) group.clone();
        rest.flip(0, names.length);
        int[] members = picked(group, links.artefact(hub).value());
        int[] others = picked(rest, links.artefact(hub).value());
        return new Likeness(
                members.length, alike(members, kind), others.length, alike(others, kind), group.cardinality());
    }

    private int[] picked(BitSet parties, long key) {
        int all = parties.cardinality();
        if (all <= MOST) {
            return parties.stream().toArray();
        }
        double share = (double) MOST / all;
        return parties.stream()
                .filter(party -> (Mixing.mix(key, names[party]) >>> 11) * 0x1p-53 < share)
                .toArray();
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
                for (int at = links.from(account); at < links.to(account); at++) {
                    int artefact = links.artefactAt(at);
                    if (partiesWith[artefact] > 1 && links.artefact(artefact).kind() == kind) {
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
