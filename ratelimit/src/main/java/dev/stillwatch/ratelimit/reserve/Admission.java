// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answer to a call that asked to be admitted. */
public sealed interface Admission {
    /** Least that is left of each dimension among the call's budgets. */
    Map<Dimension, Left> left();

    /** The same with what is left of one dimension more. */
    Admission with(Dimension dimension, Left one);

    /**
     * The call may run.
     *
     * @param reservation id to settle or cancel it by
     * @param inputTokens input tokens held for it
     * @param outputTokens output tokens held for it, all choices together
     * @param expiresAt when it counts as lost: the slot comes free and the estimate is charged
     * @param maxTokens cap that the gateway puts on the tokens of one choice, empty when nothing caps it
     * @param choices most choices that the gateway lets through
     */
    record Admitted(
            String reservation,
            long inputTokens,
            long outputTokens,
            Instant expiresAt,
            OptionalLong maxTokens,
            int choices,
            Map<Dimension, Left> left)
            implements Admission {
        /** Copies the map. */
        public Admitted {
            left = Map.copyOf(left);
        }

        @Override
        public Admitted with(Dimension dimension, Left one) {
            return new Admitted(
                    reservation,
                    inputTokens,
                    outputTokens,
                    expiresAt,
                    maxTokens,
                    choices,
                    Left.with(left, dimension, one));
        }
    }

    /**
     * The call must not run; nothing is held for it.
     *
     * @param reason why
     * @param dimension which limit, where a limit is the reason
     * @param retryAfter when to ask again; empty when that would never help
     */
    record Refused(
            Reason reason, Optional<Dimension> dimension, Optional<Duration> retryAfter, Map<Dimension, Left> left)
            implements Admission {
        /** Copies the map. */
        public Refused {
            left = Map.copyOf(left);
        }

        @Override
        public Refused with(Dimension dimension, Left one) {
            return new Refused(reason, this.dimension, retryAfter, Left.with(left, dimension, one));
        }

        static Refused of(Reason reason, Optional<Duration> retryAfter) {
            return new Refused(reason, Optional.empty(), retryAfter, Map.of());
        }
    }

    /** Why a call is refused. */
    enum Reason {
        /** Less is left than the call may take; it comes back. */
        OVER_LIMIT("the limit is used up for now"),
        /** The call takes more than the whole limit. */
        ABOVE_CAPACITY("the call costs more than the whole limit"),
        /** The limit is zero. */
        BLOCKED("the limit is zero"),
        /** So many subjects are known that none can be added, because each of them has used something. */
        TOO_MANY_SUBJECTS("the limiter holds as many subjects as it may"),
        /** So many calls are open that none can be added. */
        TOO_MANY_RESERVATIONS("the limiter holds as many open reservations as it may"),
        /** The account has so many calls open that it may not have more: one account must not take everybody's places. */
        TOO_MANY_OF_ACCOUNT("the account has as many open reservations as one may"),
        /** The call of that request id has ended. */
        REQUEST_ENDED("the call of this request id has ended"),
        /** The request id was given to another call. */
        REQUEST_DIFFERS("another call was admitted under this request id"),
        /** The same request id asked so often that it is no retry. */
        REPEATED_TOO_OFTEN("this request id was admitted too often");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** For people, without a full stop. */
        public String sentence() {
            return sentence;
        }
    }
}
