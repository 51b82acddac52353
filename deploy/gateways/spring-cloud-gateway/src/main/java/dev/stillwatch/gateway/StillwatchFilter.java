// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.lang.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Admits each call before it is passed on, does to it what the limiter says, and settles what it used. */
@Component
class StillwatchFilter implements GlobalFilter, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(StillwatchFilter.class);
    private static final String BEARER = "Bearer ";
    /** Names that only the limiter may use towards the model server. */
    private static final String INWARD = "x-stillwatch-";

    /** Which models there are: asks none of them, so it is not counted. */
    private static final Pattern MODELS = Pattern.compile("/v1/models(/[A-Za-z0-9][A-Za-z0-9._:-]*)*");

    private final Limiter limiter;
    private final Settings settings;

    StillwatchFilter(Limiter limiter, Settings settings) {
        this.limiter = limiter;
        this.settings = settings;
    }

    /** Outside what writes the answer, which is read on its way. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String key = String.valueOf(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
        String account = key.startsWith(BEARER) ? settings.accounts().get(key.substring(BEARER.length())) : null;
        if (account == null) {
            return end(exchange, HttpStatus.UNAUTHORIZED);
        }
        String path = request.getPath().value();
        if (request.getMethod().equals(HttpMethod.GET) && MODELS.matcher(path).matches()) {
            ServerHttpRequest clean = request(request, new byte[0], HttpHeaders.EMPTY);
            return chain.filter(exchange.mutate().request(clean).build());
        }
        if (!settings.paths().contains(path)) {
            return end(exchange, HttpStatus.NOT_FOUND);
        }
        if (!request.getMethod().equals(HttpMethod.POST)) {
            return end(exchange, HttpStatus.METHOD_NOT_ALLOWED);
        }
        if (request.getHeaders().containsKey(HttpHeaders.CONTENT_ENCODING)) {
            return end(exchange, HttpStatus.BAD_REQUEST);
        }
        int longest = Math.toIntExact(settings.longest().toBytes());
        return DataBufferUtils.join(request.getBody(), longest)
                .map(StillwatchFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .map(body -> Call.of(account, path, body))
                .onErrorResume(DataBufferLimitException.class, e -> end(exchange, HttpStatus.PAYLOAD_TOO_LARGE)
                        .then(Mono.empty()))
                .flatMap(call -> call.isUnreadable() || call.runsApart()
                        ? end(exchange, HttpStatus.BAD_REQUEST)
                        : limiter.admit(call.question())
                                .map(answer -> answered(exchange, chain, call, answer))
                                .defaultIfEmpty(Mono.defer(() -> undecided(exchange, chain, call)))
                                .flatMap(next -> next));
    }

    private Mono<Void> answered(
            ServerWebExchange exchange, GatewayFilterChain chain, Call call, Limiter.Answer answer) {
        if (!answer.admitted()) {
            return refused(exchange, answer);
        }
        return passed(exchange, chain, call, call.capped(answer.body()), answer.headers());
    }

    /** Passes a call on as {@code body}, and says in the end what it used. */
    private Mono<Void> passed(
            ServerWebExchange exchange, GatewayFilterChain chain, Call call, byte[] body, HttpHeaders answered) {
        Tail tail = new Tail();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ServerWebExchange next = exchange.mutate()
                .request(request(exchange.getRequest(), body, answered))
                .response(response(exchange.getResponse(), tail))
                .build();
        return chain.filter(next)
                .doOnError(failure::set)
                .doFinally(signal -> settle(exchange, call, tail, failure.get()));
    }

    /** A refusal has a document for the caller. What is neither that nor an admission is never let through. */
    private static Mono<Void> refused(ServerWebExchange exchange, Limiter.Answer answer) {
        if (!answer.body().has("problem")) {
            LOG.warn(
                    "the limiter cannot read the question: status {}",
                    answer.status().value());
            return end(exchange, HttpStatus.BAD_REQUEST);
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(answer.status());
        answer.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("retry-after") || lower.contains("ratelimit")) {
                response.getHeaders().put(name, values);
            }
        });
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] problem = answer.body().get("problem").toString().getBytes(StandardCharsets.UTF_8);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(problem)));
    }

    /** It may have been admitted after all, too late, so the limiter is told how it ended. */
    private Mono<Void> undecided(ServerWebExchange exchange, GatewayFilterChain chain, Call call) {
        LOG.warn("the limiter cannot tell; the call {}", settings.open() ? "passes" : "is refused");
        if (!settings.open()) {
            limiter.ended("/v1/cancel", call.named());
            return end(exchange, HttpStatus.SERVICE_UNAVAILABLE);
        }
        return passed(exchange, chain, call, call.body(), HttpHeaders.EMPTY);
    }

    /** An error wrote nothing. A caller who hung up, or an answer that broke off, has used what was written. */
    private void settle(ServerWebExchange exchange, Call call, Tail tail, @Nullable Throwable failure) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        boolean unused =
                failure == null ? status != null && isUnused(status) : tail.isEmpty() && !isTooSlow(failure);
        ObjectNode ended = call.named();
        if (!unused) {
            tail.usage(call.inputTokens()).ifPresent(usage -> ended.set("usage", usage));
        }
        limiter.ended(unused ? "/v1/cancel" : "/v1/settle", ended);
    }

    /** Whoever answers that it waited too long (504), or that its caller hung up (499), does not know what was written. */
    private static boolean isUnused(HttpStatusCode status) {
        return status.isError() && status.value() != 499 && status.value() != 504;
    }

    /** Whether the gateway stopped waiting. The model server had the call and may be at work on it still. */
    private static boolean isTooSlow(Throwable failure) {
        return failure instanceof ErrorResponse answer
                && HttpStatus.GATEWAY_TIMEOUT.isSameCodeAs(answer.getStatusCode());
    }

    /** The call as the model server gets it. */
    private static ServerHttpRequest request(ServerHttpRequest request, byte[] body, HttpHeaders answered) {
        ServerHttpRequest mutated = request.mutate()
                .headers(headers -> {
                    List.copyOf(headers.keySet()).stream()
                            .filter(StillwatchFilter::isInward)
                            .forEach(headers::remove);
                    answered.forEach((name, values) -> {
                        if (isInward(name)) {
                            headers.put(name, values);
                        }
                    });
                    // It names headers that go no further, and a caller could name the limiter's.
                    headers.remove(HttpHeaders.CONNECTION);
                    // A compressed answer does not tell what it used.
                    headers.remove(HttpHeaders.ACCEPT_ENCODING);
                    headers.remove(HttpHeaders.TRANSFER_ENCODING);
                    headers.setContentLength(body.length);
                })
                .build();
        return new ServerHttpRequestDecorator(mutated) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
            }
        };
    }

    /** An answer of which the end is remembered. */
    private static ServerHttpResponse response(ServerHttpResponse response, Tail tail) {
        return new ServerHttpResponseDecorator(response) {
            @Override
            public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
                return super.writeWith(Flux.from(body).doOnNext(tail::add));
            }

            @Override
            public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
                return super.writeAndFlushWith(
                        Flux.from(body).map(part -> Flux.from(part).doOnNext(tail::add)));
            }
        };
    }

    /** Some servers take an underscore for a hyphen. */
    private static boolean isInward(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').startsWith(INWARD);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Mono<Void> end(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
