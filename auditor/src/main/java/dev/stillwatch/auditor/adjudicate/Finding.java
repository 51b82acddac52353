// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.OptionalDouble;

/** Something a person should know. Event time only: two runs over one input give equal findings. */
public sealed interface Finding {
    /** What every finding carries. */
    Head head();

    /** Stable name of the kind. */
    String kind();

    /** How far a finding has come. */
    enum Stage {
        /** First told. */
        NEW,
        /** The same finding again, with what has been added. */
        UPDATED,
        /** Later records or a person made it void: never withdrawn, but no longer what is held. */
        SUPERSEDED
    }

    /**
     * What every finding carries.
     *
     * @param uid see {@link AlertId}
     * @param subject account, ring or source
     * @param stage how far it has come
     * @param time end of the closed bucket that made this message, milliseconds since 1970
     * @param count messages of this finding so far, this one included
     * @param first time of the first of them
     * @param policy policy that judged, {@code name@version}
     */
    record Head(String uid, String subject, Stage stage, long time, long count, long first, String policy) {}

    /**
     * An account harvests outputs.
     *
     * @param facts who
     * @param tier the rung
     * @param previous the rung before
     * @param mode whether the plan is enforced
     * @param score evidence by signal and family
     * @param outlook what would change the tier
     * @param exemplars ids of the exchanges that weighed most
     * @param plan the limits
     * @param limited what the plan stops or would have stopped
     * @param standingVersion the standing that says the same; an act names it
     */
    record Harvesting(
            Head head,
            AccountFacts facts,
            Tier tier,
            Tier previous,
            Standing.Mode mode,
            Score score,
            AdjudicationLadder.Outlook outlook,
            Exemplars exemplars,
            LimitPlan plan,
            Limited limited,
            long standingVersion)
            implements Finding {
        @Override
        public String kind() {
            return "harvesting";
        }
    }

    /**
     * A ring of accounts harvests outputs. The links say whom to look at together; the score says what they did.
     *
     * @param ring who, and what links them
     * @param tier the rung
     * @param previous the rung before
     * @param mode whether the budget is enforced
     * @param score evidence by signal and family
     * @param budget the limits that all members share
     * @param standingVersion the standing that says the same; an act names it
     */
    record RingHarvesting(
            Head head,
            RingFacts ring,
            Tier tier,
            Tier previous,
            Standing.Mode mode,
            Score score,
            LimitPlan budget,
            long standingVersion)
            implements Finding {
        @Override
        public String kind() {
            return "ring-harvesting";
        }
    }

    /**
     * A record claimed a passport that does not cover it, or a passport's run went beyond its bounds.
     *
     * @param facts who
     * @param passport the id as claimed
     * @param fault what was wrong
     * @param exchanges exchanges concerned, of one UTC day so far
     * @param used exchanges of that day under the passport, covered ones included; 0 when none is covered
     * @param allowed exchanges a day that the passport allows, 0 when it is not registered
     */
    record PassportMisuse(
            Head head,
            AccountFacts facts,
            String passport,
            PassportFault fault,
            long exchanges,
            long used,
            long allowed)
            implements Finding {
        @Override
        public String kind() {
            return "passport-misuse";
        }
    }

    /**
     * A source rejects more than it used to: detection is going blind there.
     *
     * @param source topic or file
     * @param records records of the hour
     * @param rejected rejected ones of them
     * @param usualShare share rejected before, 0..1; empty when nothing came before that hour
     * @param commonest the reason given most often
     */
    record SourceHealth(
            Head head, String source, long records, long rejected, OptionalDouble usualShare, String commonest)
            implements Finding {
        @Override
        public String kind() {
            return "source-health";
        }
    }

    /** What was wrong with a passport claim; ordinal is part of the state's format: append. */
    enum PassportFault {
        UNREGISTERED("is not registered"),
        FOREIGN("is registered for other accounts"),
        EXPIRED("does not cover that time"),
        OVERRUN("has been used beyond its exchanges a day");

        private final String words;

        PassportFault(String words) {
            this.words = words;
        }

        /** The end of a sentence that begins with the passport. */
        public String words() {
            return words;
        }
    }

    /**
     * What a plan stops or would have stopped since the subject's first plan.
     *
     * @param exchanges exchanges of the subject since it was first seen
     * @param limited those that a plan refused or altered, or would have
     * @param firstAction event time of the first of them, 0 when there is none
     * @param before exchanges answered in full before that one; all of them when there is none
     */
    record Limited(long exchanges, long limited, long firstAction, long before) {
        /** Nothing seen. */
        public static final Limited NOTHING = new Limited(0, 0, 0, 0);
    }
}
