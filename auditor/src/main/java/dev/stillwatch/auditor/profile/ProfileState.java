// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hot part of an account's state: all that judging a bucket of an ordinary minute needs.
 *
 * @param today the open day so far; its sketch sum stays empty, sketches go to the cold state
 * @param settledFacts who the account was before the open day
 * @param recent decayed days before the open one, half-life two days
 * @param past decayed days before the open one, half-life fourteen days, measures only
 * @param exemplars exchanges that weighed most on the last settled day with any
 * @param drift drift as of the last flush of sketches
 * @param unflushed sketches of the open day that have not gone to the cold state, fewer than {@link #FLUSH}
 * @param ladder the ladder as of the last settled day, opaque
 * @param open what the ladder did since, opaque; emptied when the day rolls over or is folded again
 */
public record ProfileState(
        DayCell today,
        AccountFacts settledFacts,
        Tally recent,
        Tally past,
        Exemplars exemplars,
        Drift drift,
        List<SignSketch> unflushed,
        byte[] ladder,
        byte[] open) {
    /** Sketches that make a flush. */
    public static final int FLUSH = 4;

    private static final int VERSION = 1;

    /** Copies the list. */
    public ProfileState {
        unflushed = List.copyOf(unflushed);
    }

    /** Of an account never seen. */
    public static ProfileState start(String account) {
        AccountFacts unknown = AccountFacts.unknown(account);
        return new ProfileState(
                DayCell.empty(Integer.MIN_VALUE, account),
                unknown,
                Tally.EMPTY,
                Tally.EMPTY,
                Exemplars.NONE,
                Drift.NONE,
                List.of(),
                new byte[0],
                new byte[0]);
    }

    /** Who the account is. */
    public AccountFacts facts() {
        return settledFacts.merge(today.facts());
    }

    /** The open UTC day, {@link Integer#MIN_VALUE} before the first exchange. */
    public int day() {
        return today.day();
    }

    /** Exchanges that weighed most, of the open day and of the last settled one with any. */
    public Exemplars weightiest() {
        return today.exemplars().combine(exemplars);
    }

    /** Behaviour at the end of a closed bucket of the open day. */
    public Behaviour behaviour(long asOf, Policy policy) {
        return new Behaviour(
                facts(),
                today.tally(),
                recent.combine(today.tally()),
                past,
                SketchSum.EMPTY,
                SketchSum.EMPTY,
                drift,
                asOf,
                policy);
    }

    /** With another record of what the ladder did since the last settled day. */
    public ProfileState withOpen(byte[] state) {
        return new ProfileState(today, settledFacts, recent, past, exemplars, drift, unflushed, ladder, state.clone());
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        WireWriter out = new WireWriter().octet(VERSION);
        today.write(out);
        settledFacts.write(out);
        out.bytes(recent.encode()).bytes(past.encode());
        exemplars.write(out);
        out.unsigned(drift.today()).unsigned(drift.past()).signed(drift.distanceMicro());
        out.unsigned(unflushed.size());
        for (SignSketch sketch : unflushed) {
            out.signed(sketch.version()).signed(sketch.epoch());
            for (int i = 0; i < SignSketch.WORDS; i++) {
                out.fixed64(sketch.word(i));
            }
        }
        return out.bytes(ladder).bytes(open).toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static ProfileState decode(byte[] bytes) {
        WireReader in = new WireReader(bytes).version(VERSION, "a profile state");
        DayCell today = DayCell.read(in);
        AccountFacts facts = AccountFacts.read(in);
        Tally recent = Tally.decode(in.bytes());
        Tally past = Tally.decode(in.bytes());
        Exemplars exemplars = Exemplars.read(in);
        Drift drift = new Drift(in.unsigned(), in.unsigned(), in.signed());
        List<SignSketch> unflushed = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            int version = (int) in.signed();
            int epoch = (int) in.signed();
            long[] words = new long[SignSketch.WORDS];
            Arrays.setAll(words, i -> in.fixed64());
            unflushed.add(SignSketch.of(version, epoch, words));
        }
        return new ProfileState(today, facts, recent, past, exemplars, drift, unflushed, in.bytes(), in.bytes());
    }
}
