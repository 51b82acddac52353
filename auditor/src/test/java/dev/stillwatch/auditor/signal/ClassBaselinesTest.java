// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassBaselinesTest {
    private static final String HEAD = "\"version\": \"1\", \"date\": \"2026-11-25\", \"made-by\": \"a test\"";

    @Test
    void shouldShipAVersionedFileThatCoversEveryClassWithAPast() {
        ClassBaselines packaged = ClassBaselines.packaged();

        assertThat(packaged.version()).matches("\\d{4}\\.\\d{2}-\\d+");
        for (CustomerClass customers : CustomerClass.values()) {
            if (customers == CustomerClass.UNKNOWN) {
                assertThat(packaged.ordinaryMicro(customers, 1_000)).isZero();
            } else {
                assertThat(packaged.ordinaryMicro(customers, 50))
                        .as("%s", customers)
                        .isPositive();
            }
        }
    }

    @Test
    void shouldTakeTheGreatestStepThatTheDayReached() {
        ClassBaselines file = ClassBaselines.parse("{" + HEAD + """
                , "classes": {"CONVERSATIONS": [
                  {"from": 50, "ordinary-micro": 900, "account-days": 50},
                  {"from": 200, "ordinary-micro": 300, "account-days": 60}]}}
                """);

        assertThat(file.ordinaryMicro(CustomerClass.CONVERSATIONS, 49)).isZero();
        assertThat(file.ordinaryMicro(CustomerClass.CONVERSATIONS, 199)).isEqualTo(900);
        assertThat(file.ordinaryMicro(CustomerClass.CONVERSATIONS, 200)).isEqualTo(300);
        assertThat(file.ordinaryMicro(CustomerClass.SINGLE_REQUESTS, 200)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"CONVERSATIONS\": [{\"from\": 50, \"ordinary-micro\": 9, \"account-days\": 49}] | fewer than 50",
                "\"CONVERSATIONS\": [{\"from\": 50, \"ordinary-micro\": 0, \"account-days\": 50}] | not above 0",
                "\"CONVERSATIONS\": [{\"from\": 50, \"account-days\": 50}] | without a whole ordinary-micro",
                "\"CONVERSATIONS\": [{\"from\": 9, \"ordinary-micro\": 9, \"account-days\": 50},"
                        + " {\"from\": 9, \"ordinary-micro\": 9, \"account-days\": 50}] | do not ascend",
                "\"UNKNOWN\": [] | names the class UNKNOWN",
                "\"SUMMARISERS\": [] | names the class SUMMARISERS"
            })
    void shouldRefuseAFileThatDoesNotHold(String classes, String problem) {
        assertThatThrownBy(() -> ClassBaselines.parse("{" + HEAD + ", \"classes\": {" + classes + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseAFileWithoutVersionClassesOrJson() {
        assertThatThrownBy(() -> ClassBaselines.parse("{\"classes\": {}}")).hasMessageContaining("has no version");
        assertThatThrownBy(() -> ClassBaselines.parse("{" + HEAD + "}")).hasMessageContaining("has no classes");
        assertThatThrownBy(() -> ClassBaselines.parse("{")).hasMessageContaining("is not JSON");
    }
}
