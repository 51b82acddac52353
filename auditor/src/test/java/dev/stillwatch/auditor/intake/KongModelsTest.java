// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;

/** Models and streams in the entries of Kong. In texts single quotes stand for double ones. */
class KongModelsTest {
    @Test
    void shouldNotTakeAModelForOneThatNobodyNamed() {
        assertThat(call("'request_model':'UNSPECIFIED','response_model':'m-2'")
                        .request()
                        .model())
                .isEqualTo("m-2");
        assertThat(call("'request_model':'UNSPECIFIED','response_model':'UNSPECIFIED'")
                        .request()
                        .model())
                .isEqualTo("m-3");
        assertThat(call("'request_model':'m-1','response_model':'m-2'")
                        .request()
                        .model())
                .isEqualTo("m-1");
    }

    @Test
    void shouldKnowAStreamByItsMode() {
        assertThat(call("'request_mode':'stream'").request().stream()).isTrue();
        assertThat(call("'request_mode':'oneshot'").request().stream()).isFalse();
        assertThat(call("'request_mode':'oneshot'").has(Field.STREAM)).isTrue();
        assertThat(call("'request_model':'m'").has(Field.STREAM)).isFalse();
    }

    private static UsageRecord call(String meta) {
        return Intake.one(
                json("{'client_ip':'203.0.113.7','started_at':1795309323456,'consumer':{'id':'acct-1'},'ai':{'proxy':"
                        + "{'meta':{" + meta + "},'payload':{'request':'{\\'model\\':\\'m-3\\'}'}}}}"));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
