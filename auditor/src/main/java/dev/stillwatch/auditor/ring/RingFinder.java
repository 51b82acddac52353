// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the rings of an epoch: a pure function of what its accounts were seen to use. All that have one artefact, the
 * hub, are a group; it is tied when its parties have more in common of another family than as many parties picked by
 * chance ({@link Coincidence}), corrected for all groups and kinds looked at, and when they are at least a share of the
 * group: a hub of which most users have nothing else in common is everybody's. Popularity alone neither ties nor
 * protects; what everybody's software sends by itself stands in a list of ordinary artefacts and is not looked at.
 *
 * <p>Members are those of the group that share the other thing, and whoever pays as two of them do; the others of the
 * group are attached.
 *
 * <p>What cannot tie is no look that has to be corrected for: a kind of which no member of a group has anything that
 * another party has too (Tarone, "A modified Bonferroni method for discrete data", Biometrics 46, 1990).
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
     * @param corroborating kinds that tie a group of another family. What many customers of one provider have in common
     *     besides, networks and mail domains, is none of them: it depends on the software that they use
     * @param ordinary artefacts that neither make a group nor corroborate one
     * @param falsely ties by chance that an epoch may have, above 0
     * @param leastMembers parties of a group and accounts of a ring, at least 2
     * @param leastShare least share of a group's parties, 0..1, that have the other thing in common
     */
    public record Rules(
            Set<ArtefactKind> hubs,
            Set<ArtefactKind> corroborating,
            Set<Artefact> ordinary,
            double falsely,
            int leastMembers,
            double leastShare) {
        /** Copies the sets. */
        public Rules {
            hubs = Set.copyOf(hubs);
            corroborating = Set.copyOf(corroborating);
            ordinary = Set.copyOf(ordinary);
            if (!(falsely > 0) || leastMembers < 2 || !(leastShare >= 0 && leastShare <= 1)) {
                throw new IllegalArgumentException(
                        "falsely is above 0, a ring has two members or more, a share is 0 to 1");
            }
        }

        /** The same with more that is ordinary. */
        public Rules with(Set<Artefact> more) {
            Set<Artefact> all = new HashSet<>(ordinary);
            all.addAll(more);
            return new Rules(hubs, corroborating, all, falsely, leastMembers, leastShare);
        }

        /** The kinds that rings are made of: links of other kinds need not be kept. */
        public Set<ArtefactKind> kinds() {
            Set<ArtefactKind> kinds = EnumSet.noneOf(ArtefactKind.class);
            kinds.addAll(hubs);
            kinds.addAll(corroborating);
            return kinds;
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

        private final Acquaintance acquaintance;
        private final List<Candidate> candidates = new ArrayList<>();
        private long looks;

        Search(LiveLinks links) {
            this.links = links;
            this.partiesWith = new int[links.artefacts()];
            for (int artefact = 0; artefact < partiesWith.length; artefact++) {
                if (!rules.ordinary().contains(links.artefact(artefact))) {
                    partiesWith[artefact] = links.partiesWith(artefact);
                    long with = partiesWith[artefact];
                    sharing.merge(links.artefact(artefact).kind(), with * (with - 1) / 2, Long::sum);
                }
            }
            this.acquaintance = new Acquaintance(links, partiesWith);
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
                    tie(candidate, forest);
                }
            }
            return forest.rings(rules.leastMembers());
        }

        /** Counts, kind by kind, how the parties with the hub hang together by what else they have. */
        private void look(int hub) {
            EdgeFamily family = EdgeFamily.of(links.artefact(hub).kind());
            for (ArtefactKind kind : KINDS) {
                if (rules.corroborating().contains(kind) && EdgeFamily.of(kind) != family) {
                    Acquaintance.Group group = acquaintance.of(hub, kind);
                    looks += group.seen() ? 1 : 0;
                    if (group.sharers() >= rules.leastShare() * partiesWith[hub]) {
                        consider(hub, kind, group);
                    }
                }
            }
        }

        private void consider(int hub, ArtefactKind kind, Acquaintance.Group group) {
            long elsewhere = sharing.getOrDefault(kind, 0L) - group.pairs();
            Coincidence coincidence = new Coincidence(links.parties(), partiesWith[hub], elsewhere, group.repeats());
            if (coincidence.ties(1, rules.falsely())) {
                candidates.add(new Candidate(hub, new Tie(links.artefact(hub), kind, coincidence)));
            }
        }

        private void tie(Candidate candidate, RingForest forest) {
            ArtefactKind by = candidate.tie().by();
            Set<String> group = links.namesWith(candidate.hub());
            Set<String> members = new TreeSet<>();
            for (int artefact : acquaintance.common(candidate.hub(), by)) {
                members.addAll(links.namesWith(artefact));
            }
            if (by != ArtefactKind.PAYMENT) {
                members.retainAll(group);
            }
            Set<String> attached = new HashSet<>(group);
            attached.removeAll(members);
            forest.tie(candidate.tie(), members, attached, links.since(candidate.hub()));
        }
    }
}
