// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The wire form of a hot state: version, whether there is a rest, and the parts, what changes most often first. The hot
 * value ends with the last part before the first that does not fit; that and all later ones are the rest. So what only
 * the end of a day changes leaves first, and a part never moves because a smaller one behind it grew.
 *
 * <p>Still the rest is written in a good part of the buckets, because it begins with today's traces as soon as those do
 * not fit: in 24 of 100 for an account with a signed answer every minute and few templates, in 59 with ever new ones,
 * in 85 and more where a day has sixty answers ({@code docs/decisions/0015-hot-state-that-does-not-fit.md}).
 */
final class ProfileCodec {
    private static final int VERSION = 3;
    /** Where the hot value says whether there is a rest: after the version. */
    private static final int HAS_REST = 1;

    private static final List<BiConsumer<ProfileState, WireWriter>> PARTS = List.of(
            (state, out) -> {
                out.signed(state.today().day()).bytes(state.ladder());
                Drift drift = state.drift();
                out.unsigned(drift.today()).unsigned(drift.past()).signed(drift.distanceMicro());
            },
            (state, out) -> state.today().facts().write(out),
            (state, out) -> out.bytes(state.open()),
            (state, out) ->
                    out.bytes(with(TraceSample.EMPTY, state.today().tally()).encode()),
            (state, out) -> write(state.unflushed(), out),
            (state, out) -> state.today().tally().traces().write(out),
            (state, out) -> state.today().exemplars().write(out),
            (state, out) -> out.bytes(with(TraceSample.EMPTY, state.recent()).encode()),
            (state, out) -> out.bytes(state.past().encode()),
            (state, out) -> state.settledFacts().write(out),
            (state, out) -> state.recent().traces().write(out),
            (state, out) -> state.exemplars().write(out));

    private ProfileCodec() {}

    static KeptProfile encode(ProfileState state) {
        WireWriter out = new WireWriter().octet(VERSION).octet(0);
        int hot = out.size();
        for (BiConsumer<ProfileState, WireWriter> part : PARTS) {
            part.accept(state, out);
            hot = out.size() <= KeptProfile.MOST_HOT ? out.size() : hot;
        }
        byte[] whole = out.toBytes();
        if (hot == whole.length) {
            return new KeptProfile(whole, new byte[0]);
        }
        whole[HAS_REST] = 1;
        return new KeptProfile(Arrays.copyOf(whole, hot), Arrays.copyOfRange(whole, hot, whole.length));
    }

    static boolean hasRest(byte[] hot) {
        return start(hot).octet() != 0;
    }

    /** The first number of the first part. */
    static int day(byte[] hot) {
        WireReader in = start(hot);
        in.octet();
        return (int) in.signed();
    }

    private static WireReader start(byte[] hot) {
        return new WireReader(hot).version(VERSION, "a profile state");
    }

    /** Reads the parts in the order in which they were written. */
    static ProfileState decode(KeptProfile kept) {
        WireReader in = start(kept.whole());
        in.octet();

        int day = (int) in.signed();
        byte[] ladder = in.bytes();
        Drift drift = new Drift(in.unsigned(), in.unsigned(), in.signed());
        AccountFacts facts = AccountFacts.read(in);
        byte[] open = in.bytes();
        Tally counts = Tally.decode(in.bytes());
        List<SignSketch> unflushed = sketches(in);
        Tally tally = with(TraceSample.read(in), counts);
        Exemplars weightiest = Exemplars.read(in);
        Tally recent = Tally.decode(in.bytes());
        Tally past = Tally.decode(in.bytes());
        AccountFacts settledFacts = AccountFacts.read(in);
        recent = with(TraceSample.read(in), recent);
        return new ProfileState(
                new DayCell(day, facts, tally, SketchSum.EMPTY, weightiest),
                settledFacts,
                recent,
                past,
                Exemplars.read(in),
                drift,
                unflushed,
                ladder,
                open);
    }

    /** The same counts with other traces: these are a part of their own. */
    private static Tally with(TraceSample traces, Tally tally) {
        return tally.traces().isEmpty() && traces.isEmpty()
                ? tally
                : new Tally(tally.slots(), tally.samples(), traces, tally.fields());
    }

    private static void write(List<SignSketch> sketches, WireWriter out) {
        out.unsigned(sketches.size());
        for (SignSketch sketch : sketches) {
            out.signed(sketch.version()).signed(sketch.epoch());
            for (int i = 0; i < SignSketch.WORDS; i++) {
                out.fixed64(sketch.word(i));
            }
        }
    }

    private static List<SignSketch> sketches(WireReader in) {
        List<SignSketch> sketches = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            int version = (int) in.signed();
            int epoch = (int) in.signed();
            long[] words = new long[SignSketch.WORDS];
            Arrays.setAll(words, i -> in.fixed64());
            sketches.add(SignSketch.of(version, epoch, words));
        }
        return sketches;
    }
}
