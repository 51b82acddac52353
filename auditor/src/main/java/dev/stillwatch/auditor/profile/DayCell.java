// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * One UTC day of one account: a commutative sum over its exchanges.
 *
 * @param day days since 1970-01-01
 * @param facts who the account was on that day
 * @param tally counts
 * @param sketches sum of the prompt sketches
 * @param exemplars the exchanges that weighed most
 */
public record DayCell(int day, AccountFacts facts, Tally tally, SketchSum sketches, Exemplars exemplars) {
    /** Milliseconds of a day. */
    public static final long MILLIS = 86_400_000;

    /** The day of an event time. */
    public static int dayOf(long time) {
        return (int) Math.floorDiv(time, MILLIS);
    }

    /** An empty day. */
    public static DayCell empty(int day, String account) {
        return new DayCell(day, AccountFacts.unknown(account), Tally.EMPTY, SketchSum.EMPTY, Exemplars.NONE);
    }

    /** Event time at which the day ends. */
    public long end() {
        return (day + 1L) * MILLIS;
    }

    /** Whether no exchange fell on it. */
    public boolean isEmpty() {
        return facts.isUnseen();
    }

    /** Both together, of one day. Associative and commutative. */
    public DayCell combine(DayCell other) {
        return new DayCell(
                day,
                facts.merge(other.facts),
                tally.combine(other.tally),
                sketches.combine(other.sketches),
                exemplars.combine(other.exemplars));
    }

    void write(WireWriter out) {
        out.signed(day);
        facts.write(out);
        out.bytes(tally.encode()).bytes(sketches.encode());
        exemplars.write(out);
    }

    static DayCell read(WireReader in) {
        return new DayCell(
                (int) in.signed(),
                AccountFacts.read(in),
                Tally.decode(in.bytes()),
                SketchSum.decode(in.bytes()),
                Exemplars.read(in));
    }
}
