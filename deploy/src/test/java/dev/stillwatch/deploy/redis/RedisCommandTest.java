// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code stillwatch limiter --redis} as a person starts it. */
@Timeout(300)
class RedisCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern DOORS = Pattern.compile("Doors at (http://\\S+)\\.");
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: year, requests_per_unit: 3}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Thread> running = new ArrayList<>();

    @TempDir
    private Path directory;

    /** A call that took longer than 20 ms is undecided, and may have been counted: a busy machine has some. */
    @Test
    void twoLimitersShareALimitAndCannotTellWhileTheRedisIsAway() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS);
        try (RedisServer redis = RedisServer.start(directory)) {
            List<String> doors = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                StringWriter out = start(limits, "redis://127.0.0.1:" + redis.port());
                doors.add(said(out, DOORS));
                assertThat(out.toString())
                        .contains("Counts the file's limits in the Redis at 127.0.0.1:" + redis.port())
                        .contains("with every limiter that names counters there under the same key");
            }
            int passed = 0;
            int refused = 0;
            for (int i = 0; i < 200 && refused < 2; i++) {
                int status = ask(doors.get(i % 2)).statusCode();
                assertThat(status).isIn(200, 429, 503);
                passed += status == 200 ? 1 : 0;
                refused += status == 429 ? 1 : 0;
            }
            assertThat(passed).isLessThanOrEqualTo(3);
            assertThat(refused).isEqualTo(2);
            assertThat(get(doors.get(0) + "/metrics").body())
                    .contains("stillwatch_limiter_redis_away 0.0")
                    .contains("stillwatch_limiter_redis_script_loads 1.0");
            redis.close();
            await().atMost(PATIENCE)
                    .until(() -> get(doors.get(0) + "/metrics").body().contains("stillwatch_limiter_redis_away 1.0"));
            assertThat(ask(doors.get(0)).statusCode()).isEqualTo(503);
            assertThat(get(doors.get(0) + "/health").statusCode()).isEqualTo(200);
        } finally {
            for (Thread one : running) {
                one.interrupt();
                one.join();
            }
        }
    }

    @Test
    void aWrongOneIsOneLineWithoutItsPassword() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS);
        for (String wrong : List.of(
                "127.0.0.1:6379",
                "http://u:secret@127.0.0.1",
                "redis://u:secret@127.0.0.1:" + PortProcess.freePort())) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            assertThat(run(out, err, limits, wrong)).as(wrong).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("stillwatch: --redis: ")
                    .doesNotContain("secret")
                    .hasLineCount(1);
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void onlyOneCanSayWhoCounts() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS);
        StringWriter err = new StringWriter();
        String nodes = "limiter-1=127.0.0.1:8791,limiter-2=127.0.0.1:8792";
        assertThat(run(new StringWriter(), err, limits, "redis://127.0.0.1", "--peers", nodes))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--redis and --peers").hasLineCount(1);
    }

    private StringWriter start(Path limits, String redis) {
        StringWriter out = new StringWriter();
        Thread service = new Thread(() -> run(out, new StringWriter(), limits, redis));
        service.start();
        running.add(service);
        await().atMost(PATIENCE).until(() -> out.toString().contains("Ctrl-C stops."));
        return out;
    }

    private static int run(StringWriter out, StringWriter err, Path limits, String redis, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("limiter", "--limits", limits.toString(), "--port", "0", "--redis", redis));
        arguments.addAll(List.of(more));
        return StillwatchCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100))
                .execute(arguments.toArray(String[]::new));
    }

    private static String said(StringWriter out, Pattern pattern) {
        Matcher matcher = pattern.matcher(out.toString());
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }

    private HttpResponse<String> ask(String doors) throws IOException, InterruptedException {
        return get(doors + "/authz?domain=llm&descriptors=account=a");
    }

    private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
