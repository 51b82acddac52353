// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Finds the rings of an epoch: a pure function of what its accounts were seen to use. Parties are tied by an artefact of
 * a kind that nobody shares by accident, or by two artefacts of different families when more parties have both than
 * chance would give them ({@link SharedPair}), corrected for all pairs that any party has. Popularity alone neither ties
 * nor protects; what everybody's software sends by itself stands in a list of ordinary artefacts and is not looked at.
 *
 * <p>Time: links times artefacts of an account. One pass over each artefact's accounts counts what else they have, so no
 * table of pairs is kept. Stateless.
 */
public final class RingFinder {
    private final Rules rules;

    /** Finds by rules. */
    public RingFinder(Rules rules) {
        this.rules = rules;
    }

    /**
     * When accounts are tied.
     *
     * @param alone kinds of which one shared artefact ties
     * @param ordinary artefacts that tie nobody
     * @param falsely pairs that may tie by chance in an epoch, above 0
     * @param leastMembers accounts that make a ring, at least 2
     */
    public record Rules(Set<ArtefactKind> alone, Set<Artefact> ordinary, double falsely, int leastMembers) {
        /** Copies both sets. */
        public Rules {
            alone = Set.copyOf(alone);
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

    /** A pair of artefacts that two or more parties have, and how surprising that is. */
    private record Candidate(int one, int other, SharedPair shared) {}

    /** One epoch's search. */
    private final class Search {
        private final LiveLinks links;
        private final RingForest forest = new RingForest();
        private final int[] partiesWith;
        /** Of the artefact that is looked at: parties that have each other one too, and the last one counted. */
        private final int[] both;

        private final int[] lastParty;
        private final List<Candidate> candidates = new ArrayList<>();
        private long pairs;

        Search(LiveLinks links) {
            this.links = links;
            this.partiesWith = new int[links.artefacts()];
            this.both = new int[links.artefacts()];
            this.lastParty = new int[links.artefacts()];
            for (int artefact = 0; artefact < partiesWith.length; artefact++) {
                boolean ordinary = rules.ordinary().contains(links.artefact(artefact));
                partiesWith[artefact] = ordinary ? 0 : parties(links.accountsWith(artefact));
            }
        }

        List<Ring> rings() {
            for (int artefact = 0; artefact < partiesWith.length; artefact++) {
                if (partiesWith[artefact] >= 2) {
                    int[] accounts = links.accountsWith(artefact);
                    if (rules.alone().contains(links.artefact(artefact).kind())) {
                        tie(accounts, Tie.of(links.artefact(artefact)), links.since(artefact));
                    }
                    look(artefact, accounts);
                }
            }
            for (Candidate candidate : candidates) {
                if (candidate.shared().links(pairs, rules.falsely())) {
                    tie(candidate);
                }
            }
            return forest.rings(rules.leastMembers());
        }

        /** Counts what else the parties with the artefact have; each pair is met once, at its lesser artefact. */
        private void look(int artefact, int[] accounts) {
            EdgeFamily family = EdgeFamily.of(links.artefact(artefact).kind());
            int[] met = new int[16];
            int count = 0;
            for (int account : accounts) {
                int mark = links.party(account) + 1;
                for (int place = links.from(account); place < links.to(account); place++) {
                    int other = links.artefactAt(place);
                    boolean counts = other > artefact
                            && partiesWith[other] >= 2
                            && lastParty[other] != mark
                            && EdgeFamily.of(links.artefact(other).kind()) != family;
                    if (counts) {
                        if (both[other] == 0) {
                            met = count < met.length ? met : Arrays.copyOf(met, 2 * count);
                            met[count++] = other;
                        }
                        both[other]++;
                        lastParty[other] = mark;
                    }
                }
            }
            pairs += count;
            for (int i = 0; i < count; i++) {
                consider(artefact, met[i]);
                both[met[i]] = 0;
                lastParty[met[i]] = 0;
            }
        }

        private void consider(int one, int other) {
            SharedPair shared = new SharedPair(links.parties(), partiesWith[one], partiesWith[other], both[other]);
            // The number of pairs is known at the end; what one pair alone would not tie is forgotten at once.
            if (shared.links(1, rules.falsely())) {
                candidates.add(new Candidate(one, other, shared));
            }
        }

        private void tie(Candidate candidate) {
            boolean lesserFirst = partiesWith[candidate.one()] <= partiesWith[candidate.other()];
            int rarer = lesserFirst ? candidate.one() : candidate.other();
            int other = lesserFirst ? candidate.other() : candidate.one();
            int[] accounts = Arrays.stream(links.accountsWith(rarer))
                    .filter(account -> links.has(account, other))
                    .toArray();
            tie(
                    accounts,
                    Tie.of(links.artefact(candidate.one()), links.artefact(candidate.other())),
                    Math.max(links.since(candidate.one()), links.since(candidate.other())));
        }

        private void tie(int[] accounts, Tie tie, long since) {
            for (int account : accounts) {
                forest.link(links.account(account), tie, since);
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
