// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rings of an epoch: a pure function of what its accounts were seen to use. All that have one artefact, the
 * hub, are a group; it is tied when its parties have more in common of another family than as many parties picked by
 * chance ({@link Coincidence}), corrected for all groups and kinds looked at, and when they are at least a share of the
 * group: a hub of which most users have nothing else in common is everybody's. Popularity alone neither ties nor
 * protects; what everybody's software sends by itself stands in a list of ordinary artefacts and is not looked at.
 *
 * <p>Members are those of the group that share the other thing, and whoever pays as they do where most who pay so have
 * the hub; the others of the group are attached. What they ask about (bands of the mean sketch) ties ten parties or more
 * whose prompts have one template, opening or end, when nothing else ties them and two of them are alike more often than
 * two others ({@link Likeness}): accounts with cards of their own that go through one corpus. Such rings stay apart from
 * others.
 *
 * <p>What cannot tie is no look that has to be corrected for: a kind of which no member of a group has anything that
 * another party has too (Tarone, "A modified Bonferroni method for discrete data", Biometrics 46, 1990).
 *
 * <p>Time: links of the groups times artefacts of an account. No table of pairs is kept. Stateless.
 */
public final class RingFinder {
    /**
     * Parties that a subject alone ties, at least: one tool used for one purpose by a few customers is no campaign. The
     * identity graph's alarm (threat reference, D8), taken over.
     */
    public static final int LEAST_ALIKE = 10;

    /** Links among those alike, of as many as would make them one. */
    private static final double MOSTLY = 0.8;

    /** Hubs that a subject corroborates. */
    private static final Set<ArtefactKind> FRAMES =
            Set.of(ArtefactKind.SKELETON, ArtefactKind.OPENING, ArtefactKind.CLOSING);

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
        /** Made when a subject is looked at: it looks at every party. */
        private final Map<ArtefactKind, PairSample> pairs = new EnumMap<>(ArtefactKind.class);

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
            List<Candidate> tied = candidates.stream()
                    .filter(candidate -> candidate.tie().coincidence().ties(looks, rules.falsely()))
                    .toList();
            tied.stream().filter(candidate -> !isSubject(candidate)).forEach(candidate -> tie(candidate, forest));
            // A subject makes rings of its own: it neither joins nor grows one that rests on more.
            Set<String> elsewhere = forest.tied();
            tied.stream()
                    .filter(candidate -> isSubject(candidate)
                            && !forest.holds(candidate.tie().hub()))
                    .forEach(candidate -> tieAlike(candidate, elsewhere, forest));
            return forest.rings(rules.leastMembers());
        }

        private static boolean isSubject(Candidate candidate) {
            return EdgeFamily.of(candidate.tie().by()) == EdgeFamily.SUBJECT;
        }

        /** Counts, kind by kind, how the parties with the hub hang together by what else they have. */
        private void look(int hub) {
            EdgeFamily family = EdgeFamily.of(links.artefact(hub).kind());
            for (ArtefactKind kind : KINDS) {
                if (rules.corroborating().contains(kind) && EdgeFamily.of(kind) != family && speaks(kind, hub)) {
                    Acquaintance.Group group = acquaintance.of(hub, kind);
                    looks += group.seen() ? 1 : 0;
                    if (group.sharers() >= rules.leastShare() * partiesWith[hub] && isOneSubject(kind, group)) {
                        consider(hub, kind, group);
                    }
                }
            }
        }

        /** A subject ties those with one template or one end of their prompts, not those with one system text. */
        private boolean speaks(ArtefactKind kind, int hub) {
            return EdgeFamily.of(kind) != EdgeFamily.SUBJECT
                    || FRAMES.contains(links.artefact(hub).kind()) && partiesWith[hub] >= LEAST_ALIKE;
        }

        /** Whether those alike are alike with each other, not two here and two there. */
        private static boolean isOneSubject(ArtefactKind kind, Acquaintance.Group group) {
            return EdgeFamily.of(kind) != EdgeFamily.SUBJECT || group.repeats() >= MOSTLY * (group.sharers() - 1);
        }

        private void consider(int hub, ArtefactKind kind, Acquaintance.Group group) {
            Overlap overlap =
                    EdgeFamily.of(kind) == EdgeFamily.SUBJECT ? pairs(kind).of(hub) : coincidence(hub, kind, group);
            if (overlap.ties(1, rules.falsely())) {
                candidates.add(new Candidate(hub, new Tie(links.artefact(hub), kind, overlap)));
            }
        }

        private PairSample pairs(ArtefactKind kind) {
            return pairs.computeIfAbsent(kind, by -> new PairSample(links, partiesWith, by));
        }

        private Coincidence coincidence(int hub, ArtefactKind kind, Acquaintance.Group group) {
            long elsewhere = sharing.getOrDefault(kind, 0L) - group.pairs();
            return new Coincidence(links.parties(), partiesWith[hub], elsewhere, group.repeats());
        }

        private void tie(Candidate candidate, RingForest forest) {
            Set<String> members =
                    names(acquaintance.sharing(candidate.hub(), candidate.tie().by()));
            if (candidate.tie().by() == ArtefactKind.PAYMENT) {
                for (Acquaintance.Common card : acquaintance.common(candidate.hub(), ArtefactKind.PAYMENT)) {
                    if (isTheirs(card)) {
                        members.addAll(links.namesWith(card.artefact()));
                    }
                }
            }
            tie(candidate, members, forest);
        }

        /**
         * Whether whoever pays so is one of them also without the hub: most who do have it. The card of a marketplace or of
         * a billing service, of whose many customers two once used the hub, says nothing of the others.
         */
        private boolean isTheirs(Acquaintance.Common card) {
            return 2 * card.parties() > partiesWith[card.artefact()];
        }

        private void tieAlike(Candidate candidate, Set<String> elsewhere, RingForest forest) {
            int[] members = Arrays.stream(acquaintance.sharing(
                            candidate.hub(), candidate.tie().by()))
                    .filter(account -> !elsewhere.contains(links.account(account)))
                    .toArray();
            if (Arrays.stream(members).map(links::party).distinct().count() >= LEAST_ALIKE) {
                tie(candidate, names(members), forest);
            }
        }

        private Set<String> names(int[] accounts) {
            Set<String> names = new HashSet<>();
            for (int account : accounts) {
                names.add(links.account(account));
            }
            return names;
        }

        private void tie(Candidate candidate, Set<String> members, RingForest forest) {
            Set<String> attached = links.namesWith(candidate.hub());
            attached.removeAll(members);
            forest.tie(candidate.tie(), members, attached, links.since(candidate.hub()));
        }
    }
}
