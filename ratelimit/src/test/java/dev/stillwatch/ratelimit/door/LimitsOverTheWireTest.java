// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt64Value;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the limits file to bytes on the wire, as a gateway meets it: nothing in between is a stand-in but the clock. */
@Timeout(60)
class LimitsOverTheWireTest {
    private static final String ENVOY = "envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit";
    private static final String CHECK = "kuadrant.service.ratelimit.v1.RateLimitService/CheckRateLimit";
    private static final String REPORT = "kuadrant.service.ratelimit.v1.RateLimitService/Report";

    private final TestClock clock = new TestClock();

    @SuppressWarnings("NullAway.Init")
    private LimiterServer server;

    @SuppressWarnings("NullAway.Init")
    private RawBytes raw;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("limits.yaml"), """
                domain: llm
                descriptors:
                  - key: account
                    rate_limit: {unit: minute, requests_per_unit: 3, name: per-account}
                    metadata: {team: search}
                  - key: shadowed
                    shadow_mode: true
                    rate_limit: {unit: minute, requests_per_unit: 1}
                  - key: banned
                    rate_limit: {unit: minute, requests_per_unit: 0}
                  - key: free
                    rate_limit: {unlimited: true}
                  - key: bucket
                    rate_limit: {unit: minute, requests_per_unit: 60}
                    stillwatch: {algorithm: token_bucket, burst: 2}
                """);
        LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
        assertThat(shelf.replaceFrom(file)).isEmpty();
        FileLimiter limiter = new FileLimiter(shelf, new Counters(clock, 1_000), Modes.OF_RULES);
        server = LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        limiter,
                        limiter,
                        () -> new Domains(List.of(new DomainView("llm", HeaderProfile.IETF, List.of("account")))),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        limiter::totals,
                        clock),
                Optional.empty());
        raw = new RawBytes(server.port());
    }

    @AfterEach
    void close() {
        raw.close();
        server.close();
    }

    @Test
    void theFourthOfThreeAMinuteIsRefusedUntilTheMinuteIsOver() throws IOException {
        clock.move(Duration.ofSeconds(20));
        for (int i = 0; i < 3; i++) {
            assertThat(ask(ENVOY, "account", "a", 1).getOverallCode()).isEqualTo(Code.OK);
        }
        RateLimitResponse refused = ask(ENVOY, "account", "a", 1);
        assertThat(refused.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(refused.getStatuses(0).getDurationUntilReset().getSeconds()).isEqualTo(40);
        assertThat(refused.getResponseHeadersToAddList())
                .extracting(header -> header.getKey() + ": " + header.getValue())
                .contains("retry-after: 40", "ratelimit: \"per-account\";r=0;t=40");
        clock.move(Duration.ofSeconds(40));
        RateLimitResponse passed = ask(ENVOY, "account", "a", 1);
        assertThat(passed.getOverallCode()).isEqualTo(Code.OK);
        assertThat(passed.getDynamicMetadata()
                        .getFieldsOrThrow("metadata")
                        .getStructValue()
                        .getFieldsOrThrow("team")
                        .getStringValue())
                .isEqualTo("search");
    }

    @Test
    void tokensTakenAfterTheAnswerAreMetByTheNextLook() throws IOException {
        for (int tokens = 1; tokens <= 3; tokens++) {
            assertThat(ask(ENVOY, "account", "a", 0).getOverallCode()).isEqualTo(Code.OK);
            ask(ENVOY, "account", "a", tokens);
        }
        assertThat(ask(ENVOY, "account", "a", 0).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(ask(ENVOY, "account", "b", 0).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() throws IOException {
        ask(ENVOY, "account", "a", 3);
        byte[] descriptor = descriptor("account", "a", 5).toByteArray();
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        back.write(new byte[] {0x0a, 3, 'l', 'l', 'm', 0x12, (byte) (descriptor.length + 2)});
        back.write(descriptor);
        back.write(new byte[] {0x20, 0x01});
        RateLimitResponse given = RateLimitResponse.parseFrom(raw.call(ENVOY, back.toByteArray()));
        assertThat(given.getOverallCode()).isEqualTo(Code.OK);
        // Never below nothing taken.
        assertThat(given.getStatuses(0).getLimitRemaining()).isEqualTo(3);
        assertThat(ask(ENVOY, "account", "a", 4).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void shadowPassesBannedDoesNotAndFreeIsNotCounted() throws IOException {
        ask(ENVOY, "shadowed", "a", 1);
        assertThat(ask(ENVOY, "shadowed", "a", 1).getOverallCode()).isEqualTo(Code.OK);
        assertThat(ask(ENVOY, "banned", "a", 1).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        RateLimitResponse free = ask(ENVOY, "free", "a", 1);
        assertThat(Integer.toUnsignedLong(free.getStatuses(0).getLimitRemaining()))
                .isEqualTo(4_294_967_295L);
        assertThat(free.getResponseHeadersToAddList()).isEmpty();
    }

    @Test
    void aCostAboveTheCapacityIsRefusedWithoutATimeToComeBack() throws IOException {
        RateLimitResponse never = ask(ENVOY, "bucket", "a", 3);
        assertThat(never.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(never.getResponseHeadersToAddList())
                .extracting(header -> header.getKey())
                .doesNotContain("retry-after");
        assertThat(ask(ENVOY, "bucket", "a", 2).getOverallCode()).isEqualTo(Code.OK);
        assertThat(ask(ENVOY, "bucket", "a", 1).getResponseHeadersToAddList())
                .extracting(header -> header.getKey() + ": " + header.getValue())
                .contains("retry-after: 1");
    }

    @Test
    void aReportAboveTheLimitIsMetByTheNextLook() throws IOException {
        assertThat(ask(CHECK, "account", "a", 1).getOverallCode()).isEqualTo(Code.OK);
        assertThat(ask(REPORT, "account", "a", 4).getOverallCode()).isEqualTo(Code.OK);
        assertThat(ask(CHECK, "account", "a", 1).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void rulesAreCountedAsEnvoyproxyCountsThem() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            ask(ENVOY, "account", "a", 1);
        }
        ask(ENVOY, "shadowed", "a", 2);
        HttpResponse<String> metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(metrics.body())
                .contains("stillwatch_limiter_rule_hits_total{result=\"within\",rule=\"llm.account\"} 3.0")
                .contains("stillwatch_limiter_rule_hits_total{result=\"over\",rule=\"llm.account\"} 2.0")
                .contains("stillwatch_limiter_rule_hits_total{result=\"shadow\",rule=\"llm.shadowed\"}");
    }

    private RateLimitResponse ask(String method, String key, String value, int hits) throws IOException {
        RateLimitRequest request = RateLimitRequest.newBuilder()
                .setDomain("llm")
                .addDescriptors(descriptor(key, value, hits))
                .build();
        return RateLimitResponse.parseFrom(raw.call(method, request.toByteArray()));
    }

    private static RateLimitDescriptor descriptor(String key, String value, int hits) {
        return RateLimitDescriptor.newBuilder()
                .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey(key).setValue(value))
                .setHitsAddend(UInt64Value.of(hits))
                .build();
    }
}
