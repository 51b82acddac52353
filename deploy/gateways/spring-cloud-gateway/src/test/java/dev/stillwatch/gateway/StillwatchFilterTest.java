// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** The whole gateway between a limiter and a model server of its own. In texts single quotes stand for double ones. */
class StillwatchFilterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ADMITTED = "{'reservation': 'r'}";

    /** What the limiter answers to a question; empty when it cannot tell. */
    private volatile Optional<String> admission = Optional.of(ADMITTED);

    private volatile int modelStatus = 200;
    private volatile String used = "{'usage': {'prompt_tokens': 9, 'completion_tokens': 12}}";
    private String call = "{'model': 'm', 'max_tokens': 100}";
    private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpHeaders> passed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    private DisposableServer limiter;
    private DisposableServer model;
    private ConfigurableApplicationContext gateway;

    /** How the gateway says that a call ended. */
    private record Ended(String path, JsonNode how) {}

    @BeforeEach
    void start() {
        limiter = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .flatMap(body -> {
                            response.header("content-type", "application/json");
                            if (!request.uri().equals("/v1/admit")) {
                                ended.add(new Ended(request.uri(), json(body)));
                                return response.status(404)
                                        .sendString(Mono.just("{}"))
                                        .then();
                            }
                            asked.add(json(body));
                            return response.status(admission.isPresent() ? 200 : 503)
                                    .header("x-stillwatch-strip-reasoning", "true")
                                    .sendString(Mono.just(quoted(admission.orElse("{}"))))
                                    .then();
                        }))
                .bindNow(LONG);
        model = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    passed.add(request.requestHeaders());
                    return request.uri().equals("/slow/never")
                            ? Mono.never()
                            : response.status(modelStatus)
                                    .header("content-type", "application/json")
                                    .sendString(Mono.just(quoted(used)))
                                    .then();
                })
                .bindNow(LONG);
    }

    private void gateway(boolean open) {
        String routes = "--spring.cloud.gateway.server.webflux.routes";
        String to = "http://127.0.0.1:" + model.port();
        gateway = SpringApplication.run(
                Gateway.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--stillwatch.limiter=http://127.0.0.1:" + limiter.port(),
                // Of machines that have just started, the first answer is slow.
                "--stillwatch.patience=30s",
                "--stillwatch.open=" + open,
                "--stillwatch.paths=/v1/completions,/slow/never",
                routes + "[0].id=models",
                routes + "[0].uri=" + to,
                routes + "[0].predicates[0]=Path=/v1/**",
                routes + "[1].id=slow",
                routes + "[1].uri=" + to,
                routes + "[1].predicates[0]=Path=/slow/**",
                routes + "[1].metadata.response-timeout=50");
    }

    @AfterEach
    void stop() {
        gateway.close();
        model.disposeNow(LONG);
        limiter.disposeNow(LONG);
    }

    @Test
    void anAdmittedCallIsSettledByItsId() throws Exception {
        gateway(true);
        assertThat(call("/v1/completions", "keep-alive")).isEqualTo(200);
        assertEnded("/v1/settle", 12);
        modelStatus = 500;
        assertThat(call("/v1/completions", "keep-alive")).isEqualTo(500);
        assertEnded("/v1/cancel", -1);
        for (int status : new int[] {499, 504}) {
            modelStatus = status;
            used = "{}";
            assertThat(call("/v1/completions", "keep-alive")).isEqualTo(status);
            assertEnded("/v1/settle", -1);
        }
    }

    /** Under the open rule, too, and before anybody is asked: a model server may read more than a gateway. */
    @Test
    void aCallThatCannotBeReadReachesNobody() {
        admission = Optional.empty();
        gateway(true);
        for (String body : new String[] {"{'n': NaN}", "[{'n': 8}]", "--cut\r\n", "{'n': 8} {}"}) {
            call = body;
            assertThat(call("/v1/completions", "keep-alive")).isEqualTo(400);
        }
        assertThat(asked).isEmpty();
        assertThat(passed).isEmpty();
    }

    @Test
    void noCallerKeepsTheLimitersHeadersFromTheModel() throws Exception {
        gateway(true);
        assertThat(call("/v1/completions", "x-stillwatch-strip-reasoning")).isEqualTo(200);
        assertThat(passed.take().get("x-stillwatch-strip-reasoning")).isEqualTo("true");
    }

    @Test
    void aCallThatPassesUndecidedIsSettledToo() throws Exception {
        admission = Optional.empty();
        gateway(true);
        assertThat(call("/v1/completions", "keep-alive")).isEqualTo(200);
        assertThat(passed.take().contains("x-stillwatch-strip-reasoning")).isFalse();
        assertEnded("/v1/settle", 12);
    }

    @Test
    void aCallThatIsRefusedUndecidedIsCancelled() throws Exception {
        admission = Optional.empty();
        gateway(false);
        assertThat(call("/v1/completions", "keep-alive")).isEqualTo(503);
        assertThat(passed).isEmpty();
        assertEnded("/v1/cancel", -1);
    }

    @Test
    void aCallThatTheGatewayStopsWaitingForKeepsItsEstimate() throws Exception {
        gateway(true);
        assertThat(call("/slow/never", "keep-alive")).isEqualTo(504);
        assertEnded("/v1/settle", -1);
    }

    /** The end of the call that was asked about last; {@code output} is -1 where no usage may be told. */
    private void assertEnded(String path, int output) throws InterruptedException {
        Ended end = ended.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        JsonNode question = asked.take();
        assertThat(end.path()).isEqualTo(path);
        assertThat(end.how().has("reservation")).isFalse();
        assertThat(end.how().get("account").asText()).isEqualTo("acct-1");
        assertThat(end.how().get("request_id")).isEqualTo(question.get("request_id"));
        assertThat(end.how().at("/usage/output_tokens").asInt(-1)).isEqualTo(output);
        assertThat(end.how().has("usage")).isEqualTo(output >= 0);
    }

    private int call(String path, String connection) {
        return HttpClient.create()
                .headers(headers ->
                        headers.set("authorization", "Bearer sk-acct-1").set("connection", connection))
                .post()
                .uri("http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port") + path)
                .send(ByteBufFlux.fromString(Mono.just(quoted(call))))
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .thenReturn(response.status().code()))
                .block(LONG);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
