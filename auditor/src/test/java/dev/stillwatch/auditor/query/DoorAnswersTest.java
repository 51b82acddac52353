// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a program decides by: their status. */
class DoorAnswersTest {
    private final MemoryFeed feed = new MemoryFeed();

    @Test
    void aProcessThatIsNotReadySaysSo() throws Exception {
        try (QueryServer door = door(new Health(false, "starting", new TreeMap<>()))) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + door.port() + "/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"ready\":false,\"state\":\"starting\",\"passed\":{}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?about=", "?about=%20"})
    void aSearchForNobodyIsRefused(String query) {
        assertThat(searched(query)).isEqualTo(400);
    }

    @Test
    void aSearchForALongerNameThanAnybodyHasIsRefused() {
        assertThat(searched("?about=" + "x".repeat(513))).isEqualTo(400);
        assertThat(searched("?about=" + "x".repeat(512))).isEqualTo(200);
    }

    private int searched(String query) {
        HttpRequest request = HttpRequest.of(HttpMethod.GET, "/v1/alerts" + query);
        try (AlertSearchService service = new AlertSearchService(feed)) {
            return service.serve(ServiceRequestContext.of(request), request)
                    .aggregate()
                    .join()
                    .status()
                    .code();
        }
    }

    private QueryServer door(Health health) throws IOException {
        return QueryServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AccessTokens(List.of()),
                feed,
                subject -> Optional.empty(),
                () -> health,
                StreamLimits.ORDINARY);
    }
}
