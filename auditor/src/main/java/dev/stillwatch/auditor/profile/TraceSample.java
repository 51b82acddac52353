// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which conversations presented which reasoning-trace signatures, sampled twice. By signature: the {@link #SIGNATURES}
 * least-ranking signatures, each with its two least-ranking conversations, which shows captured traces replayed
 * elsewhere once each. By (signature, conversation) pair: the {@link #PAIRS} least-ranking pairs, each with what was
 * seen of it, which shows one signature replayed in very many conversations even when it is one among thousands, and
 * traces that open a conversation which never made them. Both are exact while no more than so many were seen; beyond,
 * shares have standard error of at most 8 % of the whole. Merging is union, then the least: idempotent, and any order
 * gives the same.
 *
 * <p>An entry takes six to nine bytes: ranks have 32 bits, so that two signatures hardly ever fall together, but what is
 * only compared within an entry (conversations) has 8: one replay in 256 is missed, none is invented.
 */
public final class TraceSample {
    static final int SIGNATURES = 40;
    static final int PAIRS = 32;
    /** Entries of either kind that outlive their day: the days before are remembered more coarsely, for size. */
    static final int REMEMBERED = 12;

    static final TraceSample EMPTY = new TraceSample(new TreeMap<>(), new TreeMap<>());

    private final NavigableMap<Long, Uses> signatures;
    private final NavigableMap<Long, Pair> pairs;

    private TraceSample(NavigableMap<Long, Uses> signatures, NavigableMap<Long, Pair> pairs) {
        this.signatures = signatures;
        this.pairs = pairs;
    }

    static TraceSample of(long signature, long session, TraceUse use) {
        TraceSample sample = new TraceSample(new TreeMap<>(), new TreeMap<>());
        int conversation = (int) (DistinctSample.rank(session) & 0xFF);
        long rank = DistinctSample.rank(signature);
        sample.signatures.put(rank, new Uses(conversation, conversation, Uses.FRESH));
        sample.pairs.put(
                DistinctSample.rank(Mixing.mix(signature, session)),
                new Pair((int) (rank & 0xFFFF), 1 << use.ordinal(), Uses.FRESH));
        return sample;
    }

    boolean isEmpty() {
        return signatures.isEmpty();
    }

    /** Sampled signatures. */
    public int signatures() {
        return signatures.size();
    }

    /** Sampled signatures that were presented in more than one conversation. */
    public int wandering() {
        return (int) signatures.values().stream().filter(Uses::wandered).count();
    }

    /** Sampled (signature, conversation) pairs. */
    public int pairs() {
        return pairs.size();
    }

    /** Sampled pairs beyond the first of their signature: conversations a signature wandered into. */
    public int repeatedPairs() {
        return pairs.size()
                - (int) pairs.values().stream().mapToInt(Pair::tag).distinct().count();
    }

    /** Sampled pairs whose signature opened the conversation and was never issued in it. */
    public int foreignPairs() {
        return (int) pairs.values().stream().filter(Pair::foreign).count();
    }

    TraceSample union(TraceSample other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        NavigableMap<Long, Uses> mergedSignatures = new TreeMap<>(signatures);
        other.signatures.forEach((rank, uses) -> mergedSignatures.merge(rank, uses, Uses::plus));
        NavigableMap<Long, Pair> mergedPairs = new TreeMap<>(pairs);
        other.pairs.forEach((rank, pair) -> mergedPairs.merge(rank, pair, Pair::plus));
        return new TraceSample(least(mergedSignatures, SIGNATURES), least(mergedPairs, PAIRS));
    }

    /** Entries fade; what has faded to less than half is forgotten, and only the least-ranking ones are kept. */
    TraceSample decayed(Decay decay) {
        NavigableMap<Long, Uses> keptSignatures = new TreeMap<>();
        signatures.forEach((rank, uses) -> {
            int strength = faded(uses.strength(), decay);
            if (strength >= Uses.FRESH / 2) {
                keptSignatures.put(rank, new Uses(uses.first(), uses.second(), strength));
            }
        });
        NavigableMap<Long, Pair> keptPairs = new TreeMap<>();
        pairs.forEach((rank, pair) -> {
            int strength = faded(pair.strength(), decay);
            if (strength >= Uses.FRESH / 2) {
                keptPairs.put(rank, new Pair(pair.tag(), pair.seen(), strength));
            }
        });
        return new TraceSample(least(keptSignatures, REMEMBERED), least(keptPairs, REMEMBERED));
    }

    private static int faded(int strength, Decay decay) {
        return (int) decay.apply(strength);
    }

    private static <V> NavigableMap<Long, V> least(NavigableMap<Long, V> map, int size) {
        while (map.size() > size) {
            map.pollLastEntry();
        }
        return map;
    }

    void write(WireWriter out) {
        out.unsigned(signatures.size());
        long last = 0;
        for (Map.Entry<Long, Uses> entry : signatures.entrySet()) {
            Uses uses = entry.getValue();
            out.unsigned(entry.getKey() - last).octet(uses.first());
            out.unsigned((long) uses.strength() << 1 | (uses.wandered() ? 1 : 0));
            if (uses.wandered()) {
                out.octet(uses.second());
            }
            last = entry.getKey();
        }
        out.unsigned(pairs.size());
        last = 0;
        for (Map.Entry<Long, Pair> entry : pairs.entrySet()) {
            Pair pair = entry.getValue();
            out.unsigned(entry.getKey() - last).octet(pair.tag() >>> Byte.SIZE).octet(pair.tag() & 0xFF);
            out.unsigned((long) pair.strength() << TraceUse.BITS | pair.seen());
            last = entry.getKey();
        }
    }

    static TraceSample read(WireReader in) {
        TraceSample sample = new TraceSample(new TreeMap<>(), new TreeMap<>());
        long rank = 0;
        for (int left = in.size(); left > 0; left--) {
            rank += in.unsigned();
            int first = in.octet();
            int strength = (int) in.unsigned();
            int second = (strength & 1) == 1 ? in.octet() : first;
            sample.signatures.put(rank, new Uses(first, second, strength >>> 1));
        }
        rank = 0;
        for (int left = in.size(); left > 0; left--) {
            rank += in.unsigned();
            int tag = in.octet() << Byte.SIZE | in.octet();
            int strength = (int) in.unsigned();
            sample.pairs.put(rank, new Pair(tag, strength & (1 << TraceUse.BITS) - 1, strength >>> TraceUse.BITS));
        }
        return sample.isEmpty() ? EMPTY : sample;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceSample that && signatures.equals(that.signatures) && pairs.equals(that.pairs);
    }

    @Override
    public int hashCode() {
        return signatures.hashCode() * 31 + pairs.hashCode();
    }

    /**
     * Uses of one signature.
     *
     * @param first its least conversation, 8 bits
     * @param second its second least, the first again when there is no other
     * @param strength how fresh the last sighting is, {@link #FRESH} on its own day
     */
    private record Uses(int first, int second, int strength) {
        /** Four bits, so that strength and flags share one byte; half of it is left after two days. */
        private static final int FRESH = 15;

        boolean wandered() {
            return second != first;
        }

        Uses plus(Uses other) {
            int least = Math.min(first, other.first);
            int next = least;
            for (int candidate : new int[] {first, second, other.first, other.second}) {
                if (candidate != least && (next == least || candidate < next)) {
                    next = candidate;
                }
            }
            return new Uses(least, next, Math.max(strength, other.strength));
        }
    }

    /**
     * One signature in one conversation.
     *
     * @param tag 16 bits of the signature's rank
     * @param seen the uses seen, one bit each
     * @param strength as in {@link Uses}
     */
    private record Pair(int tag, int seen, int strength) {
        boolean foreign() {
            return seen == 1 << TraceUse.OPENED.ordinal();
        }

        Pair plus(Pair other) {
            return new Pair(tag, seen | other.seen, Math.max(strength, other.strength));
        }
    }
}
