// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The limiter as the gateway asks it. */
@Component
class Limiter {
    private static final Logger LOG = LoggerFactory.getLogger(Limiter.class);
    /** Nobody waits for a settlement. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private final WebClient client;
    private final Settings settings;

    Limiter(WebClient.Builder builder, Settings settings) {
        this.client = builder.baseUrl(settings.limiter().toString()).build();
        this.settings = settings;
    }

    /** Asks whether a call may run; empty when the limiter cannot tell. */
    Mono<Answer> admit(ObjectNode question) {
        return post("/v1/admit", question)
                .timeout(settings.patience())
                .filter(answer -> !answer.status().is5xxServerError())
                .doOnError(e -> LOG.warn("the limiter does not answer: {}", e.toString()))
                .onErrorComplete();
    }

    /**
     * Says how a call ended: {@code /v1/settle} or {@code /v1/cancel}. Nobody waits for it. One that the limiter does not
     * know was never admitted, because the limiter could not tell.
     */
    void ended(String path, ObjectNode how) {
        post(path, how)
                .timeout(AFTERWARDS)
                .subscribe(
                        answer -> {
                            if (answer.status().isError() && !HttpStatus.NOT_FOUND.isSameCodeAs(answer.status())) {
                                LOG.warn(
                                        "not settled: status {}",
                                        answer.status().value());
                            }
                        },
                        e -> LOG.warn(
                                "not settled: {}; the estimate is charged when the reservation expires", e.toString()));
    }

    private Mono<Answer> post(String path, ObjectNode body) {
        return client.post().uri(path).bodyValue(body).exchangeToMono(response -> response.bodyToMono(JsonNode.class)
                .defaultIfEmpty(MissingNode.getInstance())
                .map(node ->
                        new Answer(response.statusCode(), response.headers().asHttpHeaders(), node)));
    }

    /** What the limiter said. On a refusal the headers and the body's {@code problem} are for the caller. */
    record Answer(HttpStatusCode status, HttpHeaders headers, JsonNode body) {
        boolean admitted() {
            return status.is2xxSuccessful() && body.hasNonNull("reservation");
        }
    }
}
