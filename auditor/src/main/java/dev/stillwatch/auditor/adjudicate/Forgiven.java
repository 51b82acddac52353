// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.policies.policy.Policy.Ladder;

/**
 * What a person has seen and lifted: until the score outgrows it, the subject stays clear. It lasts while the subject goes on
 * as it was seen, and is forgotten as an account's own past is when it does not: whoever lies still for months and then
 * does the same again is news, which a score that a family's cap holds could not tell otherwise.
 *
 * @param at time of the act, milliseconds since 1970; 0 when nothing was lifted
 * @param scoreMilli the score published when the act came
 * @param kept when the subject was last as it was seen then, milliseconds since 1970
 */
public record Forgiven(long at, long scoreMilli, long kept) {
    /** Nothing was lifted. */
    public static final Forgiven NOTHING = new Forgiven(0, 0);

    /** Least share of the score that was seen with which a subject goes on as it was. */
    private static final double AS_SEEN = 0.8;

    private static final int VERSION = 1;

    /** Of an act that came just now. */
    public Forgiven(long at, long scoreMilli) {
        this(at, scoreMilli, at);
    }

    /** The versioned bytes: round-trips through {@link #decode}. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter().number(VERSION);
        write(out);
        return out.bytes();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException when the bytes are of another version or not whole
     */
    public static Forgiven decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.expect(VERSION, "what was forgiven");
        return read(in);
    }

    /** One byte for nearly all: of most accounts nothing was lifted. */
    void write(ByteWriter out) {
        out.number(at);
        if (at > 0) {
            out.number(scoreMilli).number(kept);
        }
    }

    static Forgiven read(ByteReader in) {
        long at = in.number();
        return at <= 0 ? NOTHING : new Forgiven(at, in.number(), in.number());
    }

    /** What is left of it at an instant, by whole UTC days since the subject was last as it was seen. */
    Forgiven on(long time) {
        int days = DayCell.dayOf(time - 1) - DayCell.dayOf(kept);
        return at == 0 || days <= 0
                ? this
                : new Forgiven(
                        at,
                        (long) (scoreMilli * StrictMath.pow(2, -(double) days / HistoryState.PAST_HALF_LIFE)),
                        time - 1);
    }

    /** The same, made to last by a subject that still is as it was seen; not by one that has outgrown it meanwhile. */
    Forgiven keptBy(Score score, Ladder ladder, long time) {
        boolean asSeen = at > 0 && time > kept && score.totalMilli() >= AS_SEEN * scoreMilli;
        return asSeen && on(time).covers(score, ladder) ? new Forgiven(at, scoreMilli, time - 1) : this;
    }

    /** Whether the score says no more than what was lifted: less than one more family's worth. */
    boolean covers(Score score, Ladder ladder) {
        return at > 0 && score.totalMilli() < scoreMilli + ladder.familyFloor();
    }

    /** Whether what was settled before is lifted too; an act of the instant at which a day ended came after that day. */
    boolean lifts(LadderState settled) {
        return at > 0 && at >= settled.settled();
    }
}
