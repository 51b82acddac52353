// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Arrays;

/**
 * Counts over exchanges: an immutable integer vector and samples of distinct values. {@link #combine} is associative and
 * commutative, so any order and grouping of exchanges, and any grouping of accounts, gives an equal tally. Counts have
 * eight fractional bits, so that decayed ones stay integers.
 */
public final class Tally {
    /** Nothing counted. */
    public static final Tally EMPTY = new Builder().build();

    private static final Sample[] SAMPLES = Sample.values();
    private static final boolean[] MAXIMA = maxima();

    private final long[] slots;
    private final DistinctSample[] samples;
    private final TraceSample traces;
    private final FieldSet fields;

    Tally(long[] slots, DistinctSample[] samples, TraceSample traces, FieldSet fields) {
        this.slots = slots;
        this.samples = samples;
        this.traces = traces;
        this.fields = fields;
    }

    /** The count, decayed ones rounded to the nearest whole. */
    public long count(Measure measure) {
        return whole(slots[measure.ordinal()]);
    }

    /** The count of one slot of a row. */
    public long count(Dial dial, int index) {
        return whole(slots[dial.slot(index)]);
    }

    /** Estimated number of distinct values: exact up to the sample's capacity, see {@link Sample#capacity}. */
    public long distinct(Sample sample) {
        return samples[sample.ordinal()].distinct();
    }

    /** Exchanges with the sample's values, where counted: exact up to the capacity, else those of the sampled values. */
    public long sampled(Sample sample) {
        return whole(samples[sample.ordinal()].total());
    }

    /** Share (0..1) of the sampled distinct values that occurred once; 0 when there are none. */
    public double singletons(Sample sample) {
        DistinctSample values = samples[sample.ordinal()];
        return values.size() == 0 ? 0 : (double) values.atMost(Decay.ONE) / values.size();
    }

    /** Share (0..1) of the sampled distinct values that occurred exactly so many times; 0 when there are none. */
    public double occurring(Sample sample, int times) {
        DistinctSample values = samples[sample.ordinal()];
        int exactly = values.atMost(times * Decay.ONE) - values.atMost((times - 1) * Decay.ONE);
        return values.size() == 0 ? 0 : (double) exactly / values.size();
    }

    /** Mean count of a sampled distinct value; 0 when there are none. */
    public double meanCount(Sample sample) {
        DistinctSample values = samples[sample.ordinal()];
        return values.size() == 0 ? 0 : (double) values.total() / Decay.ONE / values.size();
    }

    /** How many of the sample's values a part of this tally saw: exact, because a sum keeps no value that its parts dropped. */
    public int sampledIn(Sample sample, Tally part) {
        return samples[sample.ordinal()].heldBy(part.samples[sample.ordinal()]);
    }

    /** Exchanges of a name that {@link Builder#seen(Sample, String)} counted; 0 when it is not in the sample. */
    public long countOf(Sample sample, String name) {
        return whole(samples[sample.ordinal()].countOf(DistinctSample.rank(Mixing.mix(name))));
    }

    /** Exchanges of a keyed hash that {@link Builder#seen(Sample, long)} counted; 0 when it is not in the sample. */
    public long countOf(Sample sample, long value) {
        return whole(samples[sample.ordinal()].countOf(DistinctSample.rank(value)));
    }

    /** How reasoning-trace signatures moved between conversations. */
    public TraceSample traces() {
        return traces;
    }

    /** The optional fields seen in any exchange. */
    public FieldSet fields() {
        return fields;
    }

    /** Whether nothing was counted. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** Both together. */
    public Tally combine(Tally other) {
        // The builder goes no further, so its arrays need no second copy.
        Builder both = toBuilder().add(other);
        return new Tally(both.slots, both.samples, both.traces, both.fields);
    }

    /**
     * The tally after so many days: sums halve every half-life, maxima and samples of one day are forgotten, carried
     * samples decay.
     *
     * @param days whole days, 0 leaves the tally as it is
     * @param halfLifeDays days in which a sum halves, at least 1
     */
    public Tally decayed(int days, int halfLifeDays) {
        if (days == 0) {
            return this;
        }
        Decay decay = Decay.over(days, halfLifeDays);
        long[] decayedSlots = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            decayedSlots[i] = maximum(i) ? 0 : decay.apply(slots[i]);
        }
        DistinctSample[] decayedSamples = new DistinctSample[samples.length];
        for (Sample sample : Sample.values()) {
            decayedSamples[sample.ordinal()] =
                    sample.carried() ? samples[sample.ordinal()].decayed(decay) : DistinctSample.EMPTY;
        }
        return new Tally(decayedSlots, decayedSamples, traces.decayed(decay), fields);
    }

    /** The tally with every count rounded to the nearest whole one: a shorter wire form. */
    public Tally rounded() {
        long[] wholeSlots = new long[slots.length];
        Arrays.setAll(wholeSlots, i -> whole(slots[i]) << Decay.FRACTION);
        DistinctSample[] wholeSamples = new DistinctSample[samples.length];
        Arrays.setAll(wholeSamples, i -> samples[i].rounded());
        return new Tally(wholeSlots, wholeSamples, traces, fields);
    }

    /** The measures alone, without rows and samples. */
    public Tally measuresOnly() {
        DistinctSample[] none = new DistinctSample[samples.length];
        Arrays.fill(none, DistinctSample.EMPTY);
        long[] measures = Arrays.copyOf(Arrays.copyOf(slots, Dial.FIRST_SLOT), slots.length);
        return new Tally(measures, none, TraceSample.EMPTY, fields);
    }

    /** A builder that starts from here. */
    public Builder toBuilder() {
        return new Builder(slots.clone(), samples.clone(), traces, fields);
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        return TallyCodec.encode(this);
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static Tally decode(byte[] bytes) {
        return TallyCodec.decode(bytes);
    }

    long[] slots() {
        return slots;
    }

    DistinctSample[] samples() {
        return samples;
    }

    static boolean maximum(int slot) {
        return MAXIMA[slot];
    }

    private static boolean[] maxima() {
        boolean[] maxima = new boolean[Dial.slots()];
        for (Measure measure : Measure.values()) {
            maxima[measure.ordinal()] = measure.rule() == Measure.Rule.MAX;
        }
        return maxima;
    }

    private static long whole(long fixed) {
        return fixed + Decay.ONE / 2 >> Decay.FRACTION;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that
                && Arrays.equals(slots, that.slots)
                && Arrays.equals(samples, that.samples)
                && traces.equals(that.traces)
                && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots) * 31 + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "Tally[" + count(Measure.EXCHANGES) + " exchanges]";
    }

    /** Collects counts; one thread. Every method commutes. */
    public static final class Builder {
        private final long[] slots;
        private final DistinctSample[] samples;
        private TraceSample traces;
        private FieldSet fields;

        /** Starts from nothing. */
        public Builder() {
            this(new long[Dial.slots()], new DistinctSample[Sample.values().length], TraceSample.EMPTY, FieldSet.NONE);
            Arrays.fill(samples, DistinctSample.EMPTY);
        }

        private Builder(long[] slots, DistinctSample[] samples, TraceSample traces, FieldSet fields) {
            this.slots = slots;
            this.samples = samples;
            this.traces = traces;
            this.fields = fields;
        }

        /** One more. */
        public Builder add(Measure measure) {
            return add(measure, 1);
        }

        /** So many more; for a measure that keeps a maximum, one more value. */
        public Builder add(Measure measure, long amount) {
            merge(measure.ordinal(), amount << Decay.FRACTION);
            return this;
        }

        /** One more in a slot of a row. */
        public Builder add(Dial dial, int index) {
            merge(dial.slot(index), Decay.ONE);
            return this;
        }

        /** One more occurrence of a value by its keyed hash; 0 means absent and is not counted. */
        public Builder seen(Sample sample, long value) {
            if (value != 0) {
                samples[sample.ordinal()] = samples[sample.ordinal()].with(DistinctSample.rank(value), sample);
            }
            return this;
        }

        /** One more occurrence of a provider's own name; empty means absent. */
        public Builder seen(Sample sample, String name) {
            return name.isEmpty() ? this : seen(sample, Mixing.mix(name));
        }

        /** A reasoning-trace signature used in a conversation; 0 for either means absent. */
        public Builder trace(long signature, long session, TraceUse use) {
            if (signature != 0 && session != 0) {
                traces = traces.union(TraceSample.of(signature, session, use));
            }
            return this;
        }

        /** Optional fields that an exchange had. */
        public Builder fields(FieldSet seen) {
            fields = fields.union(seen);
            return this;
        }

        /** All that another tally counted. */
        public Builder add(Tally other) {
            for (int i = 0; i < slots.length; i++) {
                merge(i, other.slots[i]);
            }
            for (Sample sample : SAMPLES) {
                samples[sample.ordinal()] = samples[sample.ordinal()].union(other.samples[sample.ordinal()], sample);
            }
            traces = traces.union(other.traces);
            fields = fields.union(other.fields);
            return this;
        }

        /** What was collected. */
        public Tally build() {
            return new Tally(slots.clone(), samples.clone(), traces, fields);
        }

        private void merge(int slot, long amount) {
            slots[slot] = maximum(slot) ? Math.max(slots[slot], amount) : slots[slot] + amount;
        }
    }
}
