// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.policies.policy.Policy.Ladder;

/**
 * What a person has seen and lifted: until the score outgrows it, the subject stays clear. What was seen decays as recent
 * evidence does, so an act does not lift for ever what comes long after it: where a family's cap holds the score, nothing
 * could outgrow it otherwise.
 *
 * @param at time of the act, milliseconds since 1970; 0 when nothing was lifted
 * @param scoreMilli the score published when the act came
 */
public record Forgiven(long at, long scoreMilli) {
    /** Nothing was lifted. */
    public static final Forgiven NOTHING = new Forgiven(0, 0);

    private static final int VERSION = 1;

    /** The versioned bytes: round-trips through {@link #decode}. */
    public byte[] encode() {
        return new ByteWriter().number(VERSION).number(at).number(scoreMilli).bytes();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException when the bytes are of another version or not whole
     */
    public static Forgiven decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.expect(VERSION, "what was forgiven");
        return new Forgiven(in.number(), in.number());
    }

    /**
     * What is still forgiven at an instant: it halves in the days in which recent evidence does, by whole UTC days since the
     * act.
     */
    Forgiven on(long time) {
        int days = DayCell.dayOf(time - 1) - DayCell.dayOf(at);
        return at == 0 || days <= 0
                ? this
                : new Forgiven(
                        at, (long) (scoreMilli * StrictMath.pow(2, -(double) days / HistoryState.RECENT_HALF_LIFE)));
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
