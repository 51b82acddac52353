// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertPositionTest {
    @Test
    void theWrittenFormIsContract() {
        AlertPosition position = AlertPosition.of(Map.of(1, 4L, 0, 17L));

        assertThat(position.text()).isEqualTo("0:17,1:4");
        assertThat(AlertPosition.parse("0:17,1:4")).contains(position);
        assertThat(position.after(new AlertEvent(1, 9, "s", "{}")).text()).isEqualTo("0:17,1:10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:", ":1", "0:1,", "0:-1", "a:1", "0:1,0:2", "99999999999:1", "0:1 "})
    void anythingElseIsNotAPosition(String text) {
        assertThat(AlertPosition.parse(text)).isEmpty();
    }
}
