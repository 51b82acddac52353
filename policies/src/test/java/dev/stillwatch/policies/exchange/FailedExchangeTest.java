// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedExchangeTest {
    private static final FieldSet TOKENS = FieldSet.of(Field.STATUS, Field.OUTPUT_TOKENS, Field.OUTPUT_TEXT);
    private static final FieldSet TEXT = FieldSet.of(Field.STATUS, Field.OUTPUT_TEXT);
    private static final FieldSet NEITHER = FieldSet.of(Field.STATUS);

    @Test
    void anErrorWithoutOutputHasFailed() {
        assertThat(exchange(NEITHER, 400, 0, false, false).failed()).isTrue();
        assertThat(exchange(NEITHER, 503, 0, false, false).mayBeEvidence()).isFalse();
        assertThat(exchange(NEITHER, 399, 0, false, false).failed()).isFalse();
        assertThat(exchange(FieldSet.NONE, 0, 0, false, false).mayBeEvidence()).isTrue();
    }

    @Test
    void whoeverWasAnsweredBeforeTheErrorHasNotFailed() {
        assertThat(exchange(TOKENS, 500, 7, false, false).failed()).isFalse();
        assertThat(exchange(TEXT, 500, 0, false, false).failed()).isFalse();
    }

    @Test
    void theTextOfAnErrorIsNoAnswerWhereTokensAreCounted() {
        assertThat(exchange(TOKENS, 500, 0, false, false).failed()).isTrue();
    }

    @Test
    void aCallerWhoHungUpMayHaveReadAnAnswer() {
        assertThat(exchange(TOKENS, 499, 0, false, false).failed()).isFalse();
    }

    @Test
    void aRefusalByTheModelIsNoFailureAndOneByOurLimitsIsALimitedCall() {
        assertThat(exchange(NEITHER, 400, 0, true, false).mayBeEvidence()).isTrue();
        assertThat(exchange(NEITHER, 429, 0, false, true).failed()).isFalse();
        assertThat(exchange(NEITHER, 429, 0, false, true).mayBeEvidence()).isFalse();
    }

    private static Exchange exchange(FieldSet present, int status, long output, boolean refused, boolean limited) {
        return new Exchange(
                0,
                "id",
                new Exchange.Origin("native", 0, 0, 0),
                present,
                new Exchange.Identity("acct", "", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, ""),
                new Exchange.Demand("chat", "m", 0, 1, 0, false, 0, 0, new long[0], false, 0, false),
                new Exchange.Supply(status, "", 0, 0, output, 0, refused, limited, 0, false, 0),
                TextFeatures.NONE);
    }
}
