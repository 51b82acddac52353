// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the demo asks a limiter over HTTP, as a gateway and the people beside it would. */
final class DemoGateway {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PASSES = 200;
    private static final int REFUSES = 429;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String limiter;

    /** Of the limiter at a loopback port. */
    DemoGateway(int port) {
        this.limiter = "http://127.0.0.1:" + port;
    }

    /** Whether the limiter has read what was there when it started. */
    boolean isReady() throws IOException {
        return get("/health").statusCode() == PASSES;
    }

    /**
     * What so many calls of one account came to.
     *
     * @param passed calls that may go on to the model
     * @param refused calls that may not
     * @param status HTTP status of the last refusal, 0 without one
     * @param retryAfter seconds after which the caller may come again, empty without a refusal that says so
     */
    record Calls(int passed, int refused, int status, String retryAfter) {}

    /** Calls as the account. */
    Calls call(String account, int calls) throws IOException {
        int passed = 0;
        int status = 0;
        String retryAfter = "";
        for (int i = 0; i < calls; i++) {
            HttpResponse<String> answer = get("/authz?domain=" + DemoLimiter.DOMAIN + "&descriptors=account="
                    + URLEncoder.encode(account, StandardCharsets.UTF_8));
            if (answer.statusCode() == PASSES) {
                passed++;
            } else if (answer.statusCode() != REFUSES) {
                throw failed(answer);
            } else {
                status = answer.statusCode();
                retryAfter = answer.headers().firstValue("retry-after").orElse("");
            }
        }
        return new Calls(passed, calls - passed, status, retryAfter);
    }

    /** Whether the report has every call that shadow mode let pass: it is a second behind at most. */
    boolean isReportWhole() throws IOException {
        long told = tree(get("/v1/shadow?most=1")).path("calls").asLong();
        return told
                == get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("stillwatch_limiter_would_refuse_total{"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum();
    }

    /** Calls that shadow mode let pass, by account. */
    Map<String, Long> spared() throws IOException {
        Map<String, Long> spared = new HashMap<>();
        for (JsonNode hit : tree(get("/v1/shadow?most=1000")).path("most")) {
            spared.put(hit.path("subject").asText(), hit.path("calls").asLong());
        }
        return spared;
    }

    /** The tier that is enforced on the account, as its label. */
    String tier(String account) throws IOException {
        String subject = URLEncoder.encode(account, StandardCharsets.UTF_8);
        JsonNode limits = tree(get("/v1/limits/" + subject)).path("limits");
        return limits.path(0).path("treatment").path("tier").asText();
    }

    private static JsonNode tree(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != PASSES) {
            throw failed(answer);
        }
        return JSON.readTree(answer.body());
    }

    private static IOException failed(HttpResponse<String> answer) {
        return new IOException("the demo's limiter answered " + answer.statusCode() + " to "
                + answer.uri().getPath());
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(limiter + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the demo's limiter", e);
        }
    }
}
