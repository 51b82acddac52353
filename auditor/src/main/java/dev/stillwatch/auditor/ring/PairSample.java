// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.profile.Mixing;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Compares parties two by two: of a group and of all others up to some {@link #MOST} each. Of a group a hash of their names
 * with the group's hub picks them. The others stand on a circle in the order of their names' hashes, and those are picked
 * that come first after the hash of the hub. The hub is a keyed hash, so nobody chooses who is picked; who comes or goes
 * elsewhere on the circle changes nothing. One epoch and thread; sorts the parties once, then a group costs a look at each
 * of its parties and its picked parties' artefacts, some words each, however many others there are; who of the others is
 * alike is worked out once for all hubs ({@link Neighbours}).
 */
final class PairSample {
    /** Parties compared: 32,640 pairs. */
    static final int MOST = 256;

    private static final int NONE = -1;

    private final LiveLinks links;
    /** Artefacts of the kind that other parties have too, party by party: those of one begin at its number in the second. */
    private final int[] artefacts;

    private final int[] firstOf;
    /** While pairs are counted, the row of {@link #holders} of each artefact; of those not met, none. */
    private final int[] rowOf;
    /** Who was met with the artefact of each row: a bit a party. Nobody between two counts. */
    private long[] holders = new long[MOST];

    /** Hash of each party's name. */
    private final long[] names;
    /** The parties in the order of their hashes, and these hashes. */
    private final int[] circle;

    private final long[] places;
    private final Neighbours neighbours;

    /**
     * Of an epoch's links.
     *
     * @param partiesWith parties with each artefact; 0 for one that is not looked at
     * @param kind by what parties are alike
     */
    PairSample(LiveLinks links, int[] partiesWith, ArtefactKind kind) {
        this.links = links;
        this.firstOf = new int[links.parties() + 1];
        this.names = new long[links.parties()];
        this.rowOf = new int[links.artefacts()];
        Arrays.fill(rowOf, NONE);
        IntStream.Builder shared = IntStream.builder();
        for (int account = 0; account < links.accounts(); account++) {
            int party = links.party(account);
            if (account == 0 || links.party(account - 1) != party) {
                names[party] = Mixing.mix(links.account(account));
            }
            for (int at = links.from(account, kind), end = links.to(account, kind); at < end; at++) {
                if (partiesWith[links.artefactAt(at)] > 1) {
                    shared.add(links.artefactAt(at));
                    firstOf[party + 1]++;
                }
            }
        }
        this.artefacts = shared.build().toArray();
        Arrays.parallelPrefix(firstOf, Integer::sum);
        this.circle = IntStream.range(0, names.length)
                .boxed()
                .sorted(Comparator.comparingLong(party -> names[party]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.places = Arrays.stream(circle).mapToLong(party -> names[party]).toArray();
        this.neighbours = neighbours();
    }

    private Neighbours neighbours() {
        IntStream.Builder inCircle = IntStream.builder();
        int[] firstAt = new int[circle.length + 1];
        for (int place = 0; place < circle.length; place++) {
            // Accounts of one party may have the same thing; here it has it once.
            int[] own = Arrays.stream(artefacts, firstOf[circle[place]], firstOf[circle[place] + 1])
                    .distinct()
                    .toArray();
            Arrays.stream(own).forEach(inCircle::add);
            firstAt[place + 1] = firstAt[place] + own.length;
        }
        return new Neighbours(inCircle.build().toArray(), firstAt, links.artefacts());
    }

    /** How alike the parties with the hub are, and all others. */
    Likeness of(int hub) {
        long key = links.artefact(hub).value();
        // Accounts stand in the order of their parties, so these are in order too.
        int[] group = IntStream.range(links.firstWith(hub), links.endWith(hub))
                .map(user -> links.party(links.accountAt(user)))
                .distinct()
                .toArray();
        int[] members = picked(group, key);
        int others = Math.min(MOST, circle.length - group.length);
        return new Likeness(members.length, alike(members), others, outside(group, others, key), group.length);
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

    /** The share of pairs of others that are alike: of so many that come first after the hub's hash. */
    private double outside(int[] group, int wanted, long key) {
        int found = Arrays.binarySearch(places, Mixing.mix(key));
        int start = found < 0 ? -found - 1 : found;
        int[] others = new int[wanted];
        long[] chosen = new long[Neighbours.REACH / Long.SIZE];
        int ahead = 0;
        for (int count = 0; count < wanted; ahead++) {
            int party = circle[(start + ahead) % circle.length];
            if (Arrays.binarySearch(group, party) < 0) {
                others[count++] = party;
                if (ahead < Neighbours.REACH) {
                    chosen[ahead / Long.SIZE] |= 1L << ahead;
                }
            }
        }
        return ahead <= Neighbours.REACH
                ? share(2 * neighbours.pairs(start % circle.length, chosen), wanted)
                : alike(others);
    }

    private static double share(long alike, int parties) {
        double ordered = parties * (parties - 1.0);
        return ordered == 0 ? 0 : alike / ordered;
    }

    /** The share of the parties' pairs that have an artefact of the kind in common. */
    private double alike(int[] parties) {
        int words = (parties.length + Long.SIZE - 1) / Long.SIZE;
        int rows = meet(parties, words);
        long alike = 0;
        long[] met = new long[words];
        for (int party : parties) {
            for (int at = firstOf[party]; at < firstOf[party + 1]; at++) {
                int row = rowOf[artefacts[at]] * words;
                for (int word = 0; word < words; word++) {
                    met[word] |= holders[row + word];
                }
            }
            // Who has anything has it in common with itself too.
            alike -= firstOf[party] < firstOf[party + 1] ? 1 : 0;
            for (int word = 0; word < words; word++) {
                alike += Long.bitCount(met[word]);
                met[word] = 0;
            }
        }
        forget(parties, rows * words);
        return share(alike, parties.length);
    }

    /** Notes who has which artefact; says how many there are. */
    private int meet(int[] parties, int words) {
        int rows = 0;
        for (int i = 0; i < parties.length; i++) {
            for (int at = firstOf[parties[i]]; at < firstOf[parties[i] + 1]; at++) {
                int artefact = artefacts[at];
                if (rowOf[artefact] == NONE) {
                    rowOf[artefact] = rows++;
                    if (rows * words > holders.length) {
                        holders = Arrays.copyOf(holders, 2 * rows * words);
                    }
                }
                holders[rowOf[artefact] * words + i / Long.SIZE] |= 1L << i;
            }
        }
        return rows;
    }

    private void forget(int[] parties, int used) {
        for (int party : parties) {
            for (int at = firstOf[party]; at < firstOf[party + 1]; at++) {
                rowOf[artefacts[at]] = NONE;
            }
        }
        Arrays.fill(holders, 0, used, 0);
    }
}
