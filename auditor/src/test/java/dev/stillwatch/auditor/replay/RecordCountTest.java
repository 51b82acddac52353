// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.processor.MergeProcessor;
import dev.stillwatch.policies.reject.Reject;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** How many records there were, by what was written about them. */
class RecordCountTest {
    @Test
    void shouldCountARejectOfIntake() {
        RecordCount count = new RecordCount();
        count.reject(reject("no-account"), new RecordHeaders());

        assertThat(count.records(1)).isEqualTo(1);
    }

    @Test
    void shouldNotCountAgainAPartThatIsRejectedLater() {
        RecordCount count = new RecordCount();
        count.reject(reject("malformed-json"), new RecordHeaders());
        count.reject(reject("no-account"), new RecordHeaders().add(MergeProcessor.PART_HEADER, new byte[] {'1'}));
        count.reject(reject("duplicate"), new RecordHeaders());

        assertThat(count.records(1)).isEqualTo(1);
    }

    private static Reject reject(String reason) {
        return new Reject("llm.usage", 0, 0, reason, "", "");
    }
}
