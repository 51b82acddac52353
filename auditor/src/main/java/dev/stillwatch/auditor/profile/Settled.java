// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.policy.Policy;

/**
 * An account at the end of a day: a fold of its days, step by step, so that adding a late exchange and folding again
 * gives what the in-order run gave.
 *
 * @param day last day folded in
 * @param facts who the account was by then
 * @param recent days up to this one, half-life {@link #RECENT_HALF_LIFE}
 * @param past the same with half-life {@link #PAST_HALF_LIFE}, measures only
 * @param sketches the same of the prompt sketches, half-life {@link #PAST_HALF_LIFE}
 * @param exemplars exchanges that weighed most on the last day with any
 * @param ladder opaque state of the ladder
 */
record Settled(
        int day, AccountFacts facts, Tally recent, Tally past, SketchSum sketches, Exemplars exemplars, byte[] ladder) {
    /** Days in which recent counts halve. */
    static final int RECENT_HALF_LIFE = 2;
    /** Days in which the account's own past halves. */
    static final int PAST_HALF_LIFE = 14;

    static Settled start(String account) {
        return new Settled(
                Integer.MIN_VALUE,
                AccountFacts.unknown(account),
                Tally.EMPTY,
                Tally.EMPTY,
                SketchSum.EMPTY,
                Exemplars.NONE,
                new byte[0]);
    }

    /** This state as it weighs on a later day, before anything happens there. */
    Settled carriedTo(int laterDay, Settling settling) {
        if (facts.isUnseen() || laterDay == day) {
            return this;
        }
        int days = laterDay - day;
        return new Settled(
                day,
                facts,
                KeyChange.lies(day, laterDay, settling.keyStart())
                        ? KeyChange.forget(recent.decayed(days, RECENT_HALF_LIFE))
                        : recent.decayed(days, RECENT_HALF_LIFE),
                past.decayed(days, PAST_HALF_LIFE),
                sketches.decayed(days, PAST_HALF_LIFE),
                exemplars,
                ladder);
    }

    /** One more day, after this one. */
    Settled step(DayCell cell, Settling settling) {
        Settled before = carriedTo(cell.day(), settling);
        Policy policy = settling.policyAt(cell.end());
        AccountFacts known = facts.merge(cell.facts());
        Tally recentAfter = before.recent.combine(cell.tally());
        Behaviour behaviour = new Behaviour(
                known, cell.tally(), recentAfter, before.past, cell.sketches(), before.sketches, cell.end(), policy);
        return new Settled(
                cell.day(),
                known,
                recentAfter,
                before.past.combine(cell.tally().measuresOnly()),
                before.sketches.combine(cell.sketches()),
                cell.exemplars().byFamily().isEmpty() ? exemplars : cell.exemplars(),
                settling.settle(behaviour, ladder));
    }

    void write(WireWriter out) {
        out.signed(day);
        facts.write(out);
        out.bytes(recent.encode()).bytes(past.encode()).bytes(sketches.encode());
        exemplars.write(out);
        out.bytes(ladder);
    }

    static Settled read(WireReader in) {
        return new Settled(
                (int) in.signed(),
                AccountFacts.read(in),
                Tally.decode(in.bytes()),
                Tally.decode(in.bytes()),
                SketchSum.decode(in.bytes()),
                Exemplars.read(in),
                in.bytes());
    }
}
