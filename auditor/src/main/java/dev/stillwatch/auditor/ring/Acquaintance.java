// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the parties that have one artefact, a hub, hang together by what else of one kind they have in common. For one
 * epoch and one thread: keeps a place for every artefact, so that a group costs its links and no more.
 */
final class Acquaintance {
    private static final int NOBODY = -1;

    private final LiveLinks links;
    private final int[] partiesWith;
    /** The place in the group, or the number, of the party that was first met with an artefact; of those in {@link #met} alone. */
    private final int[] firstWith;
    /** Likewise of the party that was last met with it, and how many parties were. */
    private final int[] lastWith;

    private final int[] timesWith;

    private int[] met = new int[64];
    private int metCount;

    /**
     * Of an epoch's links.
     *
     * @param partiesWith parties with each artefact; 0 for one that is not looked at
     */
    Acquaintance(LiveLinks links, int[] partiesWith) {
        this.links = links;
        this.partiesWith = partiesWith;
        this.firstWith = new int[links.artefacts()];
        this.lastWith = new int[links.artefacts()];
        this.timesWith = new int[links.artefacts()];
        Arrays.fill(firstWith, NOBODY);
    }

    /**
     * A group.
     *
     * @param repeats links needed to join those who have something in common
     * @param pairs pairs of its parties that have something in common; one with several counts each time
     * @param sharers parties that have something in common with another one
     * @param seen whether any has anything of the kind that another party has too
     */
    record Group(long repeats, long pairs, long sharers, boolean seen) {}

    /** Counts a group: all with the hub, by what they have of the kind. */
    Group of(int hub, ArtefactKind kind) {
        DisjointSets sets = new DisjointSets();
        long repeats = 0;
        long pairs = 0;
        int party = NOBODY;
        int place = NOBODY;
        for (int user = links.firstWith(hub); user < links.endWith(hub); user++) {
            int account = links.accountAt(user);
            if (links.party(account) != party) {
                party = links.party(account);
                place = sets.add();
            }
            for (int at = links.from(account, kind), end = links.to(account, kind); at < end; at++) {
                int other = links.artefactAt(at);
                if (partiesWith[other] > 1) {
                    pairs += met(other, place);
                    repeats += sets.union(firstWith[other], place) ? 1 : 0;
                }
            }
        }
        long sharers = 0;
        for (int i = 0; i <= place; i++) {
            sharers += sets.size(i) > 1 ? 1 : 0;
        }
        boolean seen = metCount > 0;
        forget();
        return new Group(repeats, pairs, sharers, seen);
    }

    /**
     * What parties of a group have in common.
     *
     * @param artefact the artefact
     * @param parties how many of the group have it, two or more
     */
    record Common(int artefact, int parties) {}

    /** The artefacts of the kind that two or more parties of the group have. */
    List<Common> common(int hub, ArtefactKind kind) {
        meet(hub, kind);
        List<Common> common = Arrays.stream(met, 0, metCount)
                .filter(artefact -> timesWith[artefact] > 1)
                .mapToObj(artefact -> new Common(artefact, timesWith[artefact]))
                .toList();
        forget();
        return common;
    }

    /** Those accounts of the group that have something of the kind in common with another of its parties, ascending. */
    int[] sharing(int hub, ArtefactKind kind) {
        meet(hub, kind);
        int[] sharing = IntStream.range(links.firstWith(hub), links.endWith(hub))
                .map(links::accountAt)
                .filter(account -> IntStream.range(links.from(account, kind), links.to(account, kind))
                        .map(links::artefactAt)
                        .anyMatch(artefact -> partiesWith[artefact] > 1 && timesWith[artefact] > 1))
                .toArray();
        forget();
        return sharing;
    }

    /** Counts the parties of a group with each artefact of the kind. */
    private void meet(int hub, ArtefactKind kind) {
        for (int user = links.firstWith(hub); user < links.endWith(hub); user++) {
            int account = links.accountAt(user);
            for (int at = links.from(account, kind), end = links.to(account, kind); at < end; at++) {
                if (partiesWith[links.artefactAt(at)] > 1) {
                    met(links.artefactAt(at), links.party(account));
                }
            }
        }
    }

    /** Notes that a party has an artefact; says how many others were met with it before. */
    private int met(int artefact, int place) {
        if (firstWith[artefact] == NOBODY) {
            firstWith[artefact] = place;
            lastWith[artefact] = place;
            timesWith[artefact] = 1;
            if (metCount == met.length) {
                met = Arrays.copyOf(met, 2 * metCount);
            }
            met[metCount++] = artefact;
            return 0;
        }
        if (lastWith[artefact] == place) {
            return 0;
        }
        lastWith[artefact] = place;
        return timesWith[artefact]++;
    }

    private void forget() {
        for (int i = 0; i < metCount; i++) {
            firstWith[met[i]] = NOBODY;
        }
        metCount = 0;
    }
}
