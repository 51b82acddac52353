// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a gateway shows beside that which holds tokens before a call and settles what the call took. */
abstract class AdmittingGatewayTest extends HeaderGatewayTest {
    /** Held are a thousand tokens and more, so without settlement four calls would use up a day. */
    private static final int MORE_THAN_WOULD_BE_HELD = 8;

    @Override
    int passes() {
        return 2;
    }

    @Test
    void whatACallDidNotUseComesBack() throws Exception {
        open(MODEST);
        for (int i = 0; i < MORE_THAN_WOULD_BE_HELD; i++) {
            assertThat(settled("sk-acct-1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aCallThatTheModelDidNotAnswerIsNotCharged() throws Exception {
        open(GREEDY);
        models().close();
        for (int i = 0; i < MORE_THAN_WOULD_BE_HELD; i++) {
            assertThat(settled("sk-acct-1").statusCode()).isBetween(500, 504);
        }
    }
}
