// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.probe.Probe.Verdict;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ProbeCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The self-test as a person runs it, against a gateway that lets two calls pass and refuses from then on. */
@Timeout(120)
class ProbeCommandTest {
    private static final int PASSES = 2;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Headers> seen = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer gateway;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws IOException {
        System.setProperty("stillwatch.home", directory.toString());
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/v1/chat/completions", call -> {
            bodies.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(call.getRequestHeaders());
            call.getResponseHeaders().add("retry-after", "43");
            call.sendResponseHeaders(seen.size() > PASSES ? 429 : 200, -1);
            call.close();
        });
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.stop(0);
        System.clearProperty("stillwatch.home");
    }

    @Test
    void aLimitThatBitesIsOneSentenceAndZero() {
        assertThat(probe()).isZero();
        assertThat(out.toString())
                .isEqualTo("2 calls passed, then the gateway refused with 429 and told to wait 43 s."
                        + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
        assertThat(bodies.get(0))
                .isEqualTo("{\"model\":\"stillwatch.probe\",\"max_tokens\":1,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Test
    void aLimitThatDoesNotIsOneSentenceThatSaysWhatToCheckAndOne() {
        assertThat(probe("--most", "2")).isEqualTo(1);
        assertThat(out.toString()).hasLineCount(1).contains("All 2 calls passed: check", "stillwatch.probe");
    }

    @Test
    void aLimitOfZeroHasToBeMeant() {
        assertThat(probe("--from-the-first")).isEqualTo(1);
        assertThat(probe()).isEqualTo(1);
        assertThat(probe("--from-the-first")).isZero();
        assertThat(out.toString())
                .contains("the first was to be refused")
                .contains("--from-the-first")
                .contains("as it was meant to be");
    }

    @Test
    void headersComeFromTheLineAndFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("headers"), "Authorization: Bearer sk-probe\n\nX-Team: a:b\n");
        Path body = Files.writeString(directory.resolve("body"), "{\"n\":1}");
        assertThat(probe("--header", "X-Line: 1", "--header-file", file.toString(), "--body", body.toString()))
                .isZero();
        assertThat(seen).allSatisfy(headers -> {
            assertThat(headers.get("Authorization")).containsExactly("Bearer sk-probe");
            assertThat(headers.get("X-Team")).containsExactly("a:b");
            assertThat(headers.get("X-Line")).containsExactly("1");
            assertThat(headers.get("Content-Type")).containsExactly("application/json");
        });
        assertThat(bodies).containsOnly("{\"n\":1}");
    }

    @Test
    void itIsAddedToAFileOfItsOwnersOnly() throws IOException {
        Path record = directory.resolve("probes");
        assertThat(probe("--out", record.toString(), "--limiter", "limiter-1")).isZero();
        assertThat(probe("--out", record.toString())).isEqualTo(1);

        List<String> lines = Files.readAllLines(record);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("verdict").textValue()).isEqualTo("bites");
        assertThat(first.get("holds").booleanValue()).isTrue();
        assertThat(first.get("passed").intValue()).isEqualTo(2);
        assertThat(first.get("wait_seconds").intValue()).isEqualTo(43);
        assertThat(first.get("limiter").textValue()).isEqualTo("limiter-1");
        assertThat(first.has("sealed")).as("there is no key").isFalse();
        assertThat(lines.get(1)).contains("\"always_refused\"", "\"holds\":false");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                .isEqualTo("rw-------");
        assertThat(out.toString()).contains("without a tag");
    }

    @Test
    void withAKeyTheLineInTheFileVerifies() throws Exception {
        DeploymentKey key = KeyFile.in(directory).currentOrNew(new SecureRandom());
        Path record = directory.resolve("probes");
        assertThat(probe("--out", record.toString(), "--path", "/v1/chat/completions?key=secret"))
                .isZero();
        assertThat(record).content().doesNotContain("secret");
        String sealed =
                new ObjectMapper().readTree(record.toFile()).get("sealed").textValue();
        Probe probe = new ProbeCodec(key).decode(Base64.getDecoder().decode(sealed));
        assertThat(probe.outcome()).isEqualTo(new Probe.Outcome(Verdict.BITES, 2, 429, 43, List.of(), ""));
        assertThat(probe.gateway()).isEqualTo(address() + "/v1/chat/completions");
        assertThat(probe.subject()).isEqualTo("stillwatch.probe");
    }

    @Test
    void itIsRecordedOnTheClusterWithATagThatVerifies() throws Exception {
        DeploymentKey key = KeyFile.in(directory).currentOrNew(new SecureRandom());
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            assertThat(probe("--bootstrap-servers", servers)).isEqualTo(2);
            assertThat(err.toString()).contains("stillwatch.probes", "--create-topics");
            assertThat(seen).as("what cannot be recorded is not begun").isEmpty();

            assertThat(probe("--bootstrap-servers", servers, "--create-topics", "--limiter", "limiter-1"))
                    .isZero();
            ConsumerRecord<String, byte[]> record = first(servers);
            assertThat(record.key()).isEqualTo("limiter-1");
            Probe probe = new ProbeCodec(key).decode(record.value());
            assertThat(probe.holds()).isTrue();
            assertThat(out.toString()).contains("Recorded on stillwatch.probes as " + probe.id());
        }
    }

    @Test
    void whatCannotBeRecordedIsNotBegun() throws IOException {
        Path open = Files.writeString(directory.resolve("open"), "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(probe("--out", open.toString())).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("chmod 600");
        assertThat(probe("--bootstrap-servers", "127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(2).contains("no key at " + directory.resolve("keys"));
        assertThat(probe("--out", directory.resolve("missing/probes").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(3).contains("missing/probes");
        assertThat(seen).isEmpty();
    }

    @Test
    void wrongOptionsAreOneLineEachAndShowNoValueOfAHeader() throws IOException {
        Path bad = Files.writeString(directory.resolve("headers"), "sk-secret without a colon\n");
        for (List<String> wrong : List.of(
                List.of("--most", "0"),
                List.of("--timeout", "0"),
                List.of("--refusal", "200"),
                List.of("--refusal", "many"),
                List.of("--path", "v1"),
                List.of("--header", "sk-secret"),
                List.of("--header", "X: sk-secret\u0001"),
                List.of("--header", "Host: sk-secret"),
                List.of("--header-file", bad.toString()),
                List.of("--header-file", directory.resolve("missing").toString()),
                List.of("--header-env", "STILLWATCH_NO_SUCH_VARIABLE"),
                List.of("--gateway", "http://127.0.0.1:99999"),
                List.of("--gateway", "ftp://sk-secret@127.0.0.1"),
                List.of("--gateway", "http://user:sk-secret@127.0.0.1"),
                List.of("--gateway", "nonsense"))) {
            err.getBuffer().setLength(0);
            assertThat(run(wrong)).as(wrong.toString()).isEqualTo(2);
            assertThat(err.toString())
                    .as(wrong.toString())
                    .startsWith("stillwatch: ")
                    .doesNotContain("sk-secret")
                    .hasLineCount(1);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void helpTellsTheOrder() {
        assertThat(run(List.of("--help"))).isZero();
        assertThat(out.toString()).contains("In this order:");
    }

    private int probe(String... options) {
        return run(List.of(options));
    }

    private int run(List<String> options) {
        List<String> all = new ArrayList<>(List.of("limiter", "probe"));
        if (!options.contains("--gateway")) {
            all.addAll(List.of("--gateway", address()));
        }
        all.addAll(options);
        return StillwatchCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100))
                .execute(all.toArray(String[]::new));
    }

    private String address() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort();
    }

    private static ConsumerRecord<String, byte[]> first(String servers) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(Topic.PROBES.topicName(), 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            return consumer.poll(Duration.ofSeconds(60)).records(only).get(0);
        }
    }
}
