// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limiter in another process, asked at its port. */
record AskedLimiter(int port) {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A limits file that lets so many calls of each account pass, and of which nothing comes back while a test runs. */
    static String yearly(int burst) {
        return """
                domain: llm
                descriptors:
                  - key: account
                    rate_limit: {unit: year, requests_per_unit: %d}
                    stillwatch: {algorithm: token_bucket}
                """.formatted(burst);
    }

    void awaitReady() {
        await().atMost(PATIENCE).until(() -> get("/health").statusCode() == 200);
    }

    /** Until the cluster has everything that was counted up to then. */
    void awaitTold(long counted) {
        await().atMost(PATIENCE).until(() -> {
            long asked = System.currentTimeMillis();
            return asked - gauge("snapshots_age_millis") > counted;
        });
    }

    /** What a call of the account is answered. */
    int ask(String account) throws IOException, InterruptedException {
        return get("/authz?domain=llm&descriptors=account=" + account).statusCode();
    }

    int passing(String account, int calls) throws IOException, InterruptedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += ask(account) == 200 ? 1 : 0;
        }
        return passed;
    }

    double gauge(String name) throws IOException, InterruptedException {
        Matcher line = Pattern.compile("(?m)^stillwatch_limiter_" + name + " (\\S+)")
                .matcher(get("/metrics").body());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
