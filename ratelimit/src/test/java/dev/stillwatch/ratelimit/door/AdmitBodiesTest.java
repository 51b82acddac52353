// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are no call, no settlement and no cancellation. None reserves anything, so one server serves them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmitBodiesTest {
    private final OpenAdmissions doors;

    AdmitBodiesTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterAll
    void close() {
        doors.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "admit  | not json                                    | the body is not JSON",
                "admit  | {} {}                                       | the body is not JSON",
                "admit  | {'n': 1, 'n': 2}                            | the body is not JSON",
                "admit  | ``                                          | an object with domain",
                "admit  | []                                          | an object with domain",
                "admit  | {'max_token': 5}                            | a field that is none of domain",
                "admit  | {'domain': 'd', 'account': 'a'}             | input_tokens must be there",
                "admit  | {'domain': 5, 'account': 'a', 'input_tokens': 1} | domain must be text",
                "admit  | {'account': 'a', 'input_tokens': 1}         | domain must not be empty",
                "admit  | {'domain': 'd', 'input_tokens': 1}          | account must not be empty",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': -1} | input tokens must be from 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1.5} | input_tokens must be a whole number",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 99999999999999999999} | input_tokens must be a whole number",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'max_tokens': -1} | max tokens must be from 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'n': 0} | n must be from 1 to 1024: 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'n': 4294967297} | n must be from 1 to 1024: 4294967297",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'n': -4294967295} | n must be from 1 to 1024: -4294967295",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'prompts': 0} | prompts must be from 1 to 4096: 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'prompts': 4294967297} | prompts must be from 1 to 4096",
                "settle | {}                                          | either the reservation, or account and request_id",
                "settle | {'reservation': 'r', 'account': 'a', 'request_id': 'b'} | either the reservation, or account",
                "settle | {'account': 'a'}                            | either the reservation, or account and request_id",
                "settle | {'reservation': 'r', 'usage': 5}            | an object with input_tokens",
                "settle | {'reservation': 'r', 'usage': {'output': 5}} | a field that is none of input_tokens",
                "settle | {'reservation': 'r', 'usage': {'output_tokens': -5}} | tokens must be from 0",
                "cancel | {'reservation': 'r', 'usage': {}}           | a field that is none of reservation"
            })
    void whatIsNoCallIsRefusedByName(String door, String body, String detail) throws Exception {
        HttpResponse<String> response = doors.post("/v1/" + door, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(OpenAdmissions.json(response).path("detail").asText()).contains(detail);
        assertThat(doors.reservations.open()).isZero();
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        String entry = "k=" + "x".repeat(600);
        assertThat(doors.post(
                                "/v1/admit",
                                OpenAdmissions.CALL
                                        .formatted("r1", 1)
                                        .replace("{", "{'descriptors': '" + entry + "', "))
                        .statusCode())
                .isEqualTo(400);
        assertThat(doors.post("/v1/admit", " ".repeat(Bounds.MOST_BYTES + 1)).statusCode())
                .isEqualTo(413);
        assertThat(doors.get("/v1/admit").statusCode()).isEqualTo(405);
    }
}
