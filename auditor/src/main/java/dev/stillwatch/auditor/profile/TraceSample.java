// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

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

    /** How fresh the last sighting of an entry is: this on its own day, half of it after two. The least bits of an entry. */
    private static final int FRESH = 15;

    private static final int STRENGTH = 0xF;

    static final TraceSample EMPTY = new TraceSample(Ranked.NONE, Ranked.NONE);

    /** By signature, {@link Uses}. */
    private final Ranked signatures;
    /** By signature and conversation, {@link Pair}. */
    private final Ranked pairs;

    private TraceSample(Ranked signatures, Ranked pairs) {
        this.signatures = signatures;
        this.pairs = pairs;
    }

    static TraceSample of(long signature, long session, TraceUse use) {
        int conversation = (int) (DistinctSample.rank(session) & 0xFF);
        long rank = DistinctSample.rank(signature);
        return new TraceSample(
                Ranked.of(rank, Uses.of(conversation, conversation, FRESH)),
                Ranked.of(
                        DistinctSample.rank(Mixing.mix(signature, session)),
                        Pair.of((int) (rank & 0xFFFF), 1 << use.ordinal(), FRESH)));
    }

    boolean isEmpty() {
        return signatures.size() == 0;
    }

    /** Sampled signatures. */
    public int signatures() {
        return signatures.size();
    }

    /** Sampled signatures that were presented in more than one conversation. */
    public int wandering() {
        return signatures.count(Uses::wandered);
    }

    /** Sampled (signature, conversation) pairs. */
    public int pairs() {
        return pairs.size();
    }

    /** Sampled pairs beyond the first of their signature: conversations a signature wandered into. */
    public int repeatedPairs() {
        return pairs.size() - pairs.distinct(Pair::tag);
    }

    /** Sampled pairs whose signature opened the conversation and was never issued in it. */
    public int foreignPairs() {
        return pairs.count(Pair::foreign);
    }

    TraceSample union(TraceSample other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        return new TraceSample(
                signatures.union(other.signatures, Uses::plus, SIGNATURES),
                pairs.union(other.pairs, Pair::plus, PAIRS));
    }

    /** Entries fade; what has faded to less than half is forgotten, and only the least-ranking ones are kept. */
    TraceSample decayed(Decay decay) {
        return new TraceSample(
                signatures.renewed(uses -> faded(uses, decay), REMEMBERED),
                pairs.renewed(pair -> faded(pair, decay), REMEMBERED));
    }

    /** An entry of either kind with less strength; negative when it is forgotten. */
    private static int faded(int entry, Decay decay) {
        int strength = (int) decay.apply(strength(entry));
        return strength >= FRESH / 2 ? entry & ~STRENGTH | strength : -1;
    }

    private static int strength(int entry) {
        return entry & STRENGTH;
    }

    void write(WireWriter out) {
        signatures.write(out, Uses::write);
        pairs.write(out, Pair::write);
    }

    static TraceSample read(WireReader in) {
        Ranked signatures = Ranked.read(in, Uses::read);
        Ranked pairs = Ranked.read(in, Pair::read);
        return signatures.size() == 0 ? EMPTY : new TraceSample(signatures, pairs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceSample that && signatures.equals(that.signatures) && pairs.equals(that.pairs);
    }

    @Override
    public int hashCode() {
        return signatures.hashCode() * 31 + pairs.hashCode();
    }

    /** Uses of one signature, as a number: its least conversation and its second least, the first again when there is no other. */
    private static final class Uses {
        private static final int FIRST = 16;
        private static final int SECOND = 8;

        static int of(int first, int second, int strength) {
            return first << FIRST | second << SECOND | strength;
        }

        private static int first(int uses) {
            return uses >>> FIRST;
        }

        private static int second(int uses) {
            return uses >>> SECOND & 0xFF;
        }

        static boolean wandered(int uses) {
            return second(uses) != first(uses);
        }

        static int plus(int one, int other) {
            int least = Math.min(first(one), first(other));
            int next = nextOf(least, least, first(one));
            next = nextOf(least, next, second(one));
            next = nextOf(least, next, first(other));
            next = nextOf(least, next, second(other));
            return of(least, next, Math.max(strength(one), strength(other)));
        }

        /** The second least, when another is looked at. */
        private static int nextOf(int least, int next, int candidate) {
            return candidate != least && (next == least || candidate < next) ? candidate : next;
        }

        static void write(int uses, WireWriter out) {
            out.octet(first(uses)).unsigned((long) strength(uses) << 1 | (wandered(uses) ? 1 : 0));
            if (wandered(uses)) {
                out.octet(second(uses));
            }
        }

        static int read(WireReader in) {
            int first = in.octet();
            int strength = (int) in.unsigned();
            int second = (strength & 1) == 1 ? in.octet() : first;
            return of(first, second, strength >>> 1 & STRENGTH);
        }
    }

    /** One signature in one conversation, as a number: 16 bits of the signature's rank, and the uses seen, a bit each. */
    private static final class Pair {
        private static final int TAG = 8;
        private static final int SEEN = 4;
        private static final int USES = (1 << TraceUse.BITS) - 1;

        static int of(int tag, int seen, int strength) {
            return tag << TAG | seen << SEEN | strength;
        }

        static int tag(int pair) {
            return pair >>> TAG;
        }

        private static int seen(int pair) {
            return pair >>> SEEN & USES;
        }

        static boolean foreign(int pair) {
            return seen(pair) == 1 << TraceUse.OPENED.ordinal();
        }

        static int plus(int one, int other) {
            return of(tag(one), seen(one) | seen(other), Math.max(strength(one), strength(other)));
        }

        static void write(int pair, WireWriter out) {
            out.octet(tag(pair) >>> Byte.SIZE).octet(tag(pair) & 0xFF);
            out.unsigned((long) strength(pair) << TraceUse.BITS | seen(pair));
        }

        static int read(WireReader in) {
            int tag = in.octet() << Byte.SIZE | in.octet();
            int rest = (int) in.unsigned();
            return of(tag, rest & USES, rest >>> TraceUse.BITS & STRENGTH);
        }
    }
}
