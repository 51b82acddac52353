// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a gateway shows beside that which asks as {@code calls.lua} does. */
abstract class LuaGatewayTest extends AdmittingGatewayTest {
    @Test
    void aCallThatTheLimiterCannotReadDoesNotPassForOneOnWhichItCannotDecide() throws Exception {
        open(MODEST);
        assertThat(call("sk-acct-1", CALL.replace("1000", "1000, \"n\": 5000")).statusCode())
                .isEqualTo(400);
        assertThat(models().seen()).isEmpty();
    }
}
