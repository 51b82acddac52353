// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.policy.Policy;
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
                policy,
                1);
    }

    /** With another record of what the ladder did since the last settled day. */
    public ProfileState withOpen(byte[] state) {
        return new ProfileState(today, settledFacts, recent, past, exemplars, drift, unflushed, ladder, state.clone());
    }

    /** The wire form; see {@link KeptProfile}. */
    public KeptProfile encode() {
        return ProfileCodec.encode(this);
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static ProfileState decode(KeptProfile kept) {
        return ProfileCodec.decode(kept);
    }
}
