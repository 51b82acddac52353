// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rings of an epoch: a pure function of what its accounts were seen to use. All that have one artefact, the
 * hub, are a group; it is tied when its parties have more in common of another family than as many parties picked by
 * chance ({@link Coincidence}), corrected for all groups and kinds looked at. Popularity alone neither ties nor protects;
 * what everybody's software sends by itself stands in a list of ordinary artefacts and is not looked at.
 *
 * <p>Time: links of the groups times artefacts of an account. No table of pairs is kept. Stateless.
 */
public final class RingFinder {
    private static final ArtefactKind[] KINDS = ArtefactKind.values();

    private final Rules rules;

    /** Finds by rules. */
    public RingFinder(Rules rules) {
        this.rules = rules;
    }

    /**
     * When accounts are tied.
     *
     * @param hubs kinds that make groups
     * @param ordinary artefacts that neither make a group nor corroborate one
     * @param falsely ties by chance that an epoch may have, above 0
     * @param leastMembers parties of a group and accounts of a ring, at least 2
     */
    public record Rules(Set<ArtefactKind> hubs, Set<Artefact> ordinary, double falsely, int leastMembers) {
        /** Copies both sets. */
        public Rules {
            hubs = Set.copyOf(hubs);
            ordinary = Set.copyOf(ordinary);
            if (!(falsely > 0) || leastMembers < 2) {
                throw new IllegalArgumentException("falsely is above 0 and a ring has two members or more");
            }
        }
    }

    /** The rings, in the order of their foundings. */
    public List<Ring> find(Collection<Footprint> footprints) {
        return new Search(LiveLinks.of(footprints)).rings();
    }

    /** A group that may be tied: how surprising it has to be is known when all have been looked at. */
    private record Candidate(int hub, Tie tie) {}

    /** One epoch's search. */
    private final class Search {
        private final LiveLinks links;
        private final int[] partiesWith;
        /** Of each kind, pairs of parties that have one in common. */
        private final Map<ArtefactKind, Long> sharing = new EnumMap<>(ArtefactKind.class);
        /** The place in the group of the party that was first met with an artefact, and the group it was met in. */
        private final int[] firstWith;

        private final int[] metIn;
        private final List<Candidate> candidates = new ArrayList<>();
        private long looks;

        Search(LiveLinks links) {
            this.links = links;
            this.partiesWith = new int[links.artefacts()];
            this.firstWith = new int[links.artefacts()];
            this.metIn = new int[links.artefacts()];
            for (int artefact = 0; artefact < partiesWith.length; artefact++) {
                if (!rules.ordinary().contains(links.artefact(artefact))) {
                    long with = parties(links.accountsWith(artefact));
                    partiesWith[artefact] = (int) with;
                    sharing.merge(links.artefact(artefact).kind(), with * (with - 1) / 2, Long::sum);
                }
            }
        }

        List<Ring> rings() {
            for (int artefact = 0; artefact < partiesWith.length; artefact++) {
                if (partiesWith[artefact] >= rules.leastMembers()
                        && rules.hubs().contains(links.artefact(artefact).kind())) {
                    look(artefact);
                }
            }
            RingForest forest = new RingForest();
            for (Candidate candidate : candidates) {
                if (candidate.tie().coincidence().ties(looks, rules.falsely())) {
                    forest.tie(
                            candidate.tie(),
                            Arrays.stream(links.accountsWith(candidate.hub()))
                                    .mapToObj(links::account)
                                    .toList(),
                            links.since(candidate.hub()));
                }
            }
            return forest.rings(rules.leastMembers());
        }

        /** Counts, kind by kind, how the parties with the hub hang together by what else they have. */
        private void look(int hub) {
            EdgeFamily family = EdgeFamily.of(links.artefact(hub).kind());
            DisjointSets[] joined = new DisjointSets[KINDS.length];
            long[] repeats = new long[KINDS.length];
            boolean[] seen = new boolean[KINDS.length];
            for (ArtefactKind kind : KINDS) {
                joined[kind.ordinal()] = new DisjointSets();
            }
            int party = -1;
            int place = -1;
            for (int account : links.accountsWith(hub)) {
                if (links.party(account) != party) {
                    party = links.party(account);
                    place++;
                    for (DisjointSets sets : joined) {
                        sets.add();
                    }
                }
                for (int at = links.from(account); at < links.to(account); at++) {
                    int other = links.artefactAt(at);
                    ArtefactKind kind = links.artefact(other).kind();
                    if (partiesWith[other] >= 1 && EdgeFamily.of(kind) != family) {
                        seen[kind.ordinal()] = true;
                        repeats[kind.ordinal()] += join(joined[kind.ordinal()], hub, other, place) ? 1 : 0;
                    }
                }
            }
            for (ArtefactKind kind : KINDS) {
                if (seen[kind.ordinal()]) {
                    looks++;
                    consider(hub, kind, repeats[kind.ordinal()]);
                }
            }
        }

        private boolean join(DisjointSets sets, int hub, int artefact, int place) {
            if (metIn[artefact] != hub + 1) {
                metIn[artefact] = hub + 1;
                firstWith[artefact] = place;
                return false;
            }
            return sets.union(firstWith[artefact], place);
        }

        private void consider(int hub, ArtefactKind kind, long repeats) {
            Coincidence coincidence =
                    new Coincidence(links.parties(), partiesWith[hub], sharing.getOrDefault(kind, 0L), repeats);
            if (coincidence.ties(1, rules.falsely())) {
                candidates.add(new Candidate(hub, new Tie(links.artefact(hub), kind, coincidence)));
            }
        }

        private int parties(int[] accounts) {
            int parties = 0;
            int before = -1;
            for (int account : accounts) {
                parties += links.party(account) != before ? 1 : 0;
                before = links.party(account);
            }
            return parties;
        }
    }
}
