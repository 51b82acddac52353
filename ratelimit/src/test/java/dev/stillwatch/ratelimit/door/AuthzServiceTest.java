// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx, Caddy, Traefik and HAProxy ask over HTTP. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthzServiceTest {
    private static final String MAPPED = "/authz?domain=llm&entry=x-account-id:account";

    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    @Test
    void theFourthOfThreeIsRefusedWithHeadersAndAProblem() throws Exception {
        for (int i = 2; i >= 0; i--) {
            HttpResponse<String> passed = doors.get(MAPPED, "x-account-id", "a");
            assertThat(passed.statusCode()).isEqualTo(200);
            assertThat(header(passed, "ratelimit")).isEqualTo("\"per-account\";r=" + i + ";t=13");
            assertThat(passed.body()).isEmpty();
        }
        HttpResponse<String> refused = doors.get(MAPPED, "x-account-id", "a");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "retry-after")).isEqualTo("13");
        assertThat(header(refused, "content-type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "cache-control")).isEqualTo("no-store");
        assertThat(refused.body()).contains("#quota-exceeded");
    }

    @Test
    void nginxGetsTheRefusalThatItPassesOn() throws Exception {
        String path = MAPPED + "&hits=4&deny=403";
        assertThat(doors.get(path, "x-account-id", "a").statusCode()).isEqualTo(403);
        assertThat(doors.get(MAPPED + "&hits=4&deny=401", "x-account-id", "a").statusCode())
                .isEqualTo(401);
        assertThat(doors.get(MAPPED + "&deny=200", "x-account-id", "b").statusCode())
                .isEqualTo(400);
        assertThat(doors.limiter.timesAsked()).isEqualTo(2);
    }

    @Test
    void anyMethodIsAQuestionAndItsBodyIsNotRead() throws Exception {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            HttpRequest.Builder request = doors.request(MAPPED, "x-account-id", method)
                    .method(method, HttpRequest.BodyPublishers.ofString("{\"prompt\":\"hello\"}"));
            assertThat(doors.send(request).statusCode()).as(method).isEqualTo(200);
        }
    }

    @Test
    void severalEntriesMakeOneDescriptorAndSeveralMappingsMakeSeveral() throws Exception {
        doors.get(
                "/authz?domain=llm&entry=x-account-id:account;x-model:model,x-account-id:account&entry=x-absent:key",
                "x-account-id",
                "a,b;c=d%",
                "x-model",
                "m");
        assertThat(doors.limiter.lastAsked().descriptors())
                .containsExactly(
                        Descriptor.of(new Entry("account", "a,b;c=d%"), new Entry("model", "m")),
                        Descriptor.of(new Entry("account", "a,b;c=d%")));
    }

    @Test
    void descriptorsCanStandInTheQuery() throws Exception {
        doors.get("/authz?domain=llm&descriptors=account=acct-1;model=m,%20team=a%2526b;only-a-key&hits=0");
        assertThat(doors.limiter.lastAsked().descriptors())
                .containsExactly(
                        looking(new Entry("account", "acct-1"), new Entry("model", "m")),
                        looking(new Entry("team", "a&b"), new Entry("only-a-key", "")));
    }

    @Test
    void headersOfTheGatewayCountWhereItsConfigurationSaysSo() throws Exception {
        HttpRequest.Builder request = doors.request("/authz?headers=gateway", "x-ratelimit-domain", "llm")
                .header("x-ratelimit-descriptors", "account=a;model=m")
                .header("x-ratelimit-descriptors", "account=a")
                .header("x-ratelimit-hits", "2");
        assertThat(doors.send(request).statusCode()).isEqualTo(200);
        assertThat(doors.limiter.lastAsked().domain()).isEqualTo("llm");
        assertThat(doors.limiter.lastAsked().descriptors())
                .extracting(Descriptor::hits)
                .containsExactly(OptionalLong.of(2), OptionalLong.of(2));
    }

    @Test
    void aCallerCannotChooseItsOwnLimits() throws Exception {
        String[] headers = {
            "x-account-id",
            "a",
            "x-ratelimit-domain",
            "plain",
            "x-ratelimit-hits",
            "0",
            "x-ratelimit-descriptors",
            "account=victim"
        };
        for (int i = 0; i < 3; i++) {
            assertThat(doors.get(MAPPED, headers).statusCode()).isEqualTo(200);
        }
        assertThat(doors.get(MAPPED, headers).statusCode()).isEqualTo(429);
        assertThat(doors.get(MAPPED, "x-account-id", "victim").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/authz",
                "/authz?domain=llm",
                "/authz?descriptors=account=a",
                "/authz?domain=&descriptors=account=a",
                "/authz?domain=llm&domain=plain&descriptors=account=a",
                "/authz?domain=llm&descriptors=",
                "/authz?domain=llm&descriptors=,;,",
                "/authz?domain=llm&descriptors==a",
                "/authz?domain=llm&descriptors=a=%25zz",
                "/authz?domain=llm&descriptors=a=%25",
                "/authz?domain=llm&descriptors=a=%25ff",
                "/authz?domain=llm&descriptors=a=%C3%BC",
                "/authz?domain=llm&descriptors=account=a&hits=-1",
                "/authz?domain=llm&descriptors=account=a&hits=",
                "/authz?domain=llm&descriptors=account=a&hits=1e3",
                "/authz?domain=llm&descriptors=account=a&hits=4294967296",
                "/authz?domain=llm&descriptors=account=a&hits=99999999999999999999999",
                "/authz?domain=llm&entry=x-account-id",
                "/authz?domain=llm&entry=:account",
                "/authz?domain=llm&entry=x%20y:account",
                "/authz?domain=llm&entry=x-ratelimit-descriptors:",
                "/authz?domain=llm&entry=%C3%BC:account",
                "/authz?domain=llm&entry=x-account-id:account",
                "/authz?domain=llm&headers=caller"
            })
    void whatNobodyCanDecideOnIsABadRequest(String path) throws Exception {
        HttpResponse<String> answer = doors.get(path, "x-ratelimit-descriptors", "account=a");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"about:blank\"", "\"detail\":\"");
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    @Test
    void anIdentityThatCameTwiceIsNobodys() throws Exception {
        HttpRequest.Builder twice = doors.request(MAPPED, "x-account-id", "a", "x-account-id", "b");
        HttpResponse<String> answer = doors.send(twice);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("x-account-id came twice");
    }

    /** No client writes such headers, but gateways do. */
    @Test
    void aNameInAHeaderIsTheSameSubjectAsInTheQuery() throws Exception {
        assertThat(statusWith("M\u00fcller \u20ac", StandardCharsets.UTF_8)).isEqualTo(200);
        Descriptor byHeader = doors.limiter.lastAsked().descriptors().get(0);
        assertThat(byHeader).isEqualTo(Descriptor.of(new Entry("account", "M\u00fcller \u20ac")));
        doors.get("/authz?domain=llm&descriptors=account=M%25C3%25BCller%2520%25E2%2582%25AC");
        assertThat(doors.limiter.lastAsked().descriptors()).containsExactly(byHeader);
    }

    @Test
    void aNameInAHeaderThatIsNoUtf8IsABadRequest() throws Exception {
        assertThat(statusWith("M\u00fcller", StandardCharsets.ISO_8859_1)).isEqualTo(400);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    private int statusWith(String account, Charset written) throws IOException {
        String request = "GET " + MAPPED + " HTTP/1.1\r\nhost: localhost\r\nx-account-id: " + account + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), doors.port())) {
            socket.getOutputStream().write(request.getBytes(written));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        }
    }

    @Test
    void noDecisionIsServiceUnavailable() throws Exception {
        doors.limiter.undecided(true);
        assertThat(doors.get(MAPPED, "x-account-id", "a").statusCode()).isEqualTo(503);
        doors.limiter.undecided(false);
        doors.limiter.fault(Optional.of(new IllegalStateException("a fault of ours")));
        HttpResponse<String> answer = doors.get(MAPPED, "x-account-id", "a");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("a fault of ours");
    }

    @ParameterizedTest
    @CsvSource({
        "RESTRICT,true,429,abnormal-usage-detected",
        "SUSPEND,true,403,abnormal-usage-detected",
        "RESTRICT,false,429,quota-exceeded",
        "SUSPEND,false,429,quota-exceeded"
    })
    void aRefusalTellsTheCallerNothingOfTheInside(Tier tier, boolean visible, int status, String type)
            throws Exception {
        doors.limiter.treat(OpenDoors.treated(tier, visible));
        HttpResponse<String> refused = doors.get(MAPPED + "&hits=4", "x-account-id", "a");
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.body()).contains("#" + type + "\"").doesNotContain("reasoning");
        assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("x-stillwatch"));
    }

    @Test
    void aCallThatPassesTellsTheGatewayWhatToStrip() throws Exception {
        doors.limiter.treat(OpenDoors.treated(Tier.RESTRICT, false));
        HttpResponse<String> passed = doors.get(MAPPED, "x-account-id", "a");
        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(header(passed, "x-stillwatch-max-tokens")).isEqualTo("512");
        assertThat(header(passed, "x-stillwatch-strip-logprobs")).isEqualTo("true");
    }

    private static Descriptor looking(Entry... entries) {
        return new Descriptor(List.of(entries), Optional.empty(), OptionalLong.of(0), false);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
