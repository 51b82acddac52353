// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which conversations presented which reasoning-trace signatures, sampled twice. By signature: the {@link #SIGNATURES}
 * least-ranking signatures, each with its two least-ranking conversations and its uses, which shows captured traces
 * replayed elsewhere once each. By (signature, conversation) pair: the {@link #PAIRS} least-ranking pairs, which shows
 * one signature replayed in very many conversations even when it is one among thousands. Both are exact while no more
 * than so many were seen; beyond, shares have standard error of at most 9 % of the whole. Merging is union,
 * then the least: any order gives the same.
 */
final class TraceSample {
    static final int SIGNATURES = 32;
    static final int PAIRS = 32;
    static final TraceSample EMPTY = new TraceSample(new TreeMap<>(), new TreeMap<>());

    private final NavigableMap<Long, Uses> signatures;
    private final NavigableMap<Long, Pair> pairs;

    private TraceSample(NavigableMap<Long, Uses> signatures, NavigableMap<Long, Pair> pairs) {
        this.signatures = signatures;
        this.pairs = pairs;
    }

    static TraceSample of(long signature, long session) {
        TraceSample sample = new TraceSample(new TreeMap<>(), new TreeMap<>());
        long rank = DistinctSample.rank(signature);
        long conversation = DistinctSample.rank(session);
        sample.signatures.put(rank, new Uses(conversation, Uses.NO_OTHER, Decay.ONE));
        sample.pairs.put(DistinctSample.rank(Mixing.mix(signature, session)), new Pair(rank, Decay.ONE));
        return sample;
    }

    boolean isEmpty() {
        return signatures.isEmpty();
    }

    /** Sampled signatures. */
    int signatures() {
        return signatures.size();
    }

    /** Sampled signatures that were presented in more than one conversation. */
    int wandering() {
        return (int) signatures.values().stream().filter(Uses::wandered).count();
    }

    /** Sampled (signature, conversation) pairs. */
    int pairs() {
        return pairs.size();
    }

    /** Sampled pairs beyond the first of their signature: conversations a signature wandered into. */
    int repeatedPairs() {
        return pairs.size()
                - (int) pairs.values().stream()
                        .mapToLong(Pair::signature)
                        .distinct()
                        .count();
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

    TraceSample decayed(Decay decay) {
        NavigableMap<Long, Uses> keptSignatures = new TreeMap<>();
        signatures.forEach((rank, uses) -> {
            long count = decay.apply(uses.count());
            if (count >= Decay.ONE / 2) {
                keptSignatures.put(rank, new Uses(uses.first(), uses.second(), count));
            }
        });
        NavigableMap<Long, Pair> keptPairs = new TreeMap<>();
        pairs.forEach((rank, pair) -> {
            long count = decay.apply(pair.count());
            if (count >= Decay.ONE / 2) {
                keptPairs.put(rank, new Pair(pair.signature(), count));
            }
        });
        return new TraceSample(keptSignatures, keptPairs);
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
            out.unsigned(entry.getKey() - last).unsigned(uses.first());
            out.unsigned(uses.second() - uses.first()).unsigned(uses.count());
            last = entry.getKey();
        }
        out.unsigned(pairs.size());
        last = 0;
        for (Map.Entry<Long, Pair> entry : pairs.entrySet()) {
            out.unsigned(entry.getKey() - last)
                    .unsigned(entry.getValue().signature())
                    .unsigned(entry.getValue().count());
            last = entry.getKey();
        }
    }

    static TraceSample read(WireReader in) {
        TraceSample sample = new TraceSample(new TreeMap<>(), new TreeMap<>());
        long rank = 0;
        for (int left = in.size(); left > 0; left--) {
            rank += in.unsigned();
            long first = in.unsigned();
            sample.signatures.put(rank, new Uses(first, first + in.unsigned(), in.unsigned()));
        }
        rank = 0;
        for (int left = in.size(); left > 0; left--) {
            rank += in.unsigned();
            sample.pairs.put(rank, new Pair(in.unsigned(), in.unsigned()));
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
     * @param first rank of its least conversation
     * @param second rank of its second least, the rank of the first when there is no other
     * @param count exchanges, fixed point
     */
    private record Uses(long first, long second, long count) {
        private static final long NO_OTHER = -1;

        Uses {
            second = second == NO_OTHER ? first : second;
        }

        boolean wandered() {
            return second != first;
        }

        Uses plus(Uses other) {
            long least = Math.min(first, other.first);
            long next = least;
            for (long candidate : new long[] {first, second, other.first, other.second}) {
                if (candidate != least && (next == least || candidate < next)) {
                    next = candidate;
                }
            }
            return new Uses(least, next, count + other.count);
        }
    }

    private record Pair(long signature, long count) {
        Pair plus(Pair other) {
            return new Pair(signature, count + other.count);
        }
    }
}
