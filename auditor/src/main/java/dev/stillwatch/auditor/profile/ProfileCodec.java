// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The wire form of a hot state: version, a bitmap of the parts that are in the rest, and the parts. They are placed in
 * order, each in the hot value where it still fits. What most buckets change comes first, what only the end of a day
 * changes last: so a rest is seldom written, though it is read with every bucket of its account.
 */
final class ProfileCodec {
    private static final int VERSION = 2;
    private static final int PARTS = 12;
    /** Version and bitmap. */
    private static final int HEADER = 1 + 2;

    private ProfileCodec() {}

    static KeptProfile encode(ProfileState state) {
        int[] ends = new int[PARTS];
        WireWriter out = header(0);
        for (int i = 0; i < PARTS; i++) {
            write(i, state, out);
            ends[i] = out.size();
        }
        byte[] whole = out.toBytes();
        return whole.length <= KeptProfile.MOST_HOT ? new KeptProfile(whole, new byte[0]) : split(whole, ends);
    }

    private static KeptProfile split(byte[] whole, int[] ends) {
        int room = KeptProfile.MOST_HOT - HEADER;
        int elsewhere = 0;
        for (int i = 0; i < PARTS; i++) {
            int size = ends[i] - start(i, ends);
            if (size <= room) {
                room -= size;
            } else {
                elsewhere |= 1 << i;
            }
        }
        WireWriter hot = header(elsewhere);
        WireWriter rest = new WireWriter();
        for (int i = 0; i < PARTS; i++) {
            (isIn(elsewhere, i) ? rest : hot).part(whole, start(i, ends), ends[i]);
        }
        return new KeptProfile(hot.toBytes(), rest.toBytes());
    }

    private static int start(int part, int[] ends) {
        return part == 0 ? HEADER : ends[part - 1];
    }

    private static WireWriter header(int elsewhere) {
        return new WireWriter().octet(VERSION).octet(elsewhere >>> Byte.SIZE).octet(elsewhere);
    }

    private static boolean isIn(int elsewhere, int part) {
        return (elsewhere >>> part & 1) != 0;
    }

    static boolean hasRest(byte[] hot) {
        return elsewhere(new WireReader(hot)) != 0;
    }

    private static int elsewhere(WireReader hot) {
        hot.version(VERSION, "a profile state");
        return hot.octet() << Byte.SIZE | hot.octet();
    }

    private static void write(int part, ProfileState state, WireWriter out) {
        DayCell today = state.today();
        switch (part) {
            case 0 -> {
                out.signed(today.day()).bytes(state.ladder());
                Drift drift = state.drift();
                out.unsigned(drift.today()).unsigned(drift.past()).signed(drift.distanceMicro());
            }
            case 1 -> out.bytes(state.open());
            case 2 -> write(state.unflushed(), out);
            case 3 -> out.bytes(with(TraceSample.EMPTY, today.tally()).encode());
            case 4 -> today.facts().write(out);
            case 5 -> today.exemplars().write(out);
            case 6 -> today.tally().traces().write(out);
            case 7 -> out.bytes(with(TraceSample.EMPTY, state.recent()).encode());
            case 8 -> out.bytes(state.past().encode());
            case 9 -> state.settledFacts().write(out);
            case 10 -> state.recent().traces().write(out);
            case 11 -> state.exemplars().write(out);
            default -> throw new IllegalArgumentException("a profile state has no part " + part);
        }
    }

    /** Reads the parts in the order in which they were written, each from where it was placed. */
    static ProfileState decode(KeptProfile kept) {
        WireReader hot = new WireReader(kept.hot());
        int elsewhere = elsewhere(hot);
        WireReader rest = new WireReader(kept.rest());
        WireReader[] of = new WireReader[PARTS];
        Arrays.setAll(of, part -> isIn(elsewhere, part) ? rest : hot);

        int day = (int) of[0].signed();
        byte[] ladder = of[0].bytes();
        Drift drift = new Drift(of[0].unsigned(), of[0].unsigned(), of[0].signed());
        byte[] open = of[1].bytes();
        List<SignSketch> unflushed = sketches(of[2]);
        Tally counts = Tally.decode(of[3].bytes());
        AccountFacts facts = AccountFacts.read(of[4]);
        Exemplars weightiest = Exemplars.read(of[5]);
        Tally tally = with(TraceSample.read(of[6]), counts);
        Tally recent = Tally.decode(of[7].bytes());
        Tally past = Tally.decode(of[8].bytes());
        AccountFacts settledFacts = AccountFacts.read(of[9]);
        recent = with(TraceSample.read(of[10]), recent);
        return new ProfileState(
                new DayCell(day, facts, tally, SketchSum.EMPTY, weightiest),
                settledFacts,
                recent,
                past,
                Exemplars.read(of[11]),
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
