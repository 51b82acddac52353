// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a Redis, over which all requests go. Nothing is ever sent twice of which it is not known that it was
 * not counted, so Lettuce must not connect again by itself: a thread of this class looks four times a second whether the
 * Redis answers, and connects anew when it did not for a second, or has closed the connection.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Looks without an answer, after which it is away. */
    private static final int AWAY = 2;
    /** Looks without an answer, after which the connection is given up: what lies between may have forgotten it. */
    private static final int LOST = 4;
    /** For what is more than connecting: TLS, a password, the script. */
    private static final Duration GREETING = Duration.ofSeconds(1);
    /** A program that has just started is slow. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private final RedisAddress address;
    private final RedisPatience patience;
    private final String script;
    private final RedisClient client = RedisClient.create();
    private final ScheduledExecutorService looking;
    private final Semaphore room;
    private final LongAdder asked = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder turns = new LongAdder();
    private volatile @Nullable Open open;
    private volatile boolean away;
    private volatile String why = "no answer";
    private long heard;
    private int unheard;

    /**
     * A connection with the script loaded.
     *
     * @param digest what the Redis calls the script
     */
    private record Open(StatefulRedisConnection<String, String> connection, String digest) {
        RedisAsyncCommands<String, String> commands() {
            return connection.async();
        }
    }

    private RedisLink(RedisAddress address, RedisPatience patience, String script) {
        this.address = address;
        this.patience = patience;
        this.script = script;
        this.room = new Semaphore(patience.mostInFlight());
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redis-look");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects and gives it the script.
     *
     * @throws IOException when there is no Redis, or none that can count
     */
    static RedisLink start(RedisAddress address, RedisPatience patience, String script) throws IOException {
        RedisLink link = new RedisLink(address, patience, script);
        try {
            Open first = link.connect(FIRST, FIRST);
            link.open = first;
            ServerInfo.of(within(first.commands().info(), FIRST)).check();
            ScheduledFuture<?> unused = link.looking.scheduleWithFixedDelay(
                    link::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return link;
        } catch (IOException e) {
            link.close();
            throw new IOException("the Redis at " + address + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the script once.
     *
     * @throws UndecidedException when it is away, says something else than the script would, or does not answer in time
     */
    List<Object> run(String[] keys, String[] given) throws UndecidedException {
        Open now = open;
        if (now == null || !now.connection.isOpen()) {
            failed.increment();
            throw new UndecidedException("the Redis is away");
        }
        if (!room.tryAcquire()) {
            full.increment();
            throw new UndecidedException("too many requests on their way to the Redis");
        }
        asked.increment();
        CompletableFuture<List<Object>> answer = begin(now, keys, given);
        CompletableFuture<List<Object>> unused = answer.whenComplete((told, failure) -> room.release());
        try {
            List<Object> told = answer.get(patience.answer().toNanos(), TimeUnit.NANOSECONDS);
            answered.increment();
            return told;
        } catch (TimeoutException e) {
            silent.increment();
            throw new UndecidedException("the Redis did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UndecidedException("interrupted");
        } catch (ExecutionException e) {
            failed.increment();
            throw new UndecidedException("the Redis did not count: " + told(e));
        }
    }

    /** Counts so far. */
    RedisTally tally() {
        return new RedisTally(away, turns.sum(), asked.sum(), silent.sum(), failed.sum(), full.sum(), loads.sum());
    }

    @Override
    public void close() {
        looking.shutdownNow();
        open = null;
        // With its connections.
        client.shutdown(Duration.ZERO, GREETING);
    }

    /** A Redis that has forgotten the script has counted nothing: it is given the text, and counts. */
    private CompletableFuture<List<Object>> begin(Open now, String[] keys, String[] given) {
        try {
            return now.commands()
                    .<List<Object>>evalsha(now.digest, ScriptOutputType.MULTI, keys, given)
                    .toCompletableFuture()
                    .exceptionallyCompose(failure -> failure instanceof RedisNoScriptException
                            ? withText(now, keys, given)
                            : CompletableFuture.failedFuture(failure));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<Object>> withText(Open now, String[] keys, String[] given) {
        loads.increment();
        return now.commands()
                .<List<Object>>eval(script, ScriptOutputType.MULTI, keys, given)
                .toCompletableFuture();
    }

    private void look() {
        try {
            Open now = open;
            if (now == null || !now.connection.isOpen()) {
                leave();
                say(true);
                open = connect(patience.connect(), GREETING);
                unheard = 0;
                say(false);
                return;
            }
            long before = heard;
            heard = answered.sum();
            unheard = heard == before ? unheard + 1 : 0;
            if (unheard == LOST) {
                leave();
            }
            if (unheard == 0 || unheard >= AWAY) {
                why = "no answer";
                say(unheard >= AWAY);
            }
            CompletableFuture<String> unused = now.commands()
                    .ping()
                    .toCompletableFuture()
                    .whenComplete((pong, none) -> {
                        if (none == null) {
                            answered.increment();
                        }
                    });
        } catch (IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        }
    }

    private void say(boolean isAway) {
        if (away == isAway || looking.isShutdown()) {
            return;
        }
        away = isAway;
        turns.increment();
        if (isAway) {
            LOG.warn(
                    "the Redis is away: limits of the file are undecided, gateways follow their own rule, blocked"
                            + " subjects stay blocked at={} why={}",
                    address,
                    why);
        } else {
            // As loud as its beginning: services write warnings only.
            LOG.warn("the Redis is there again: limits of the file are decided at={}", address);
        }
    }

    private void leave() {
        Open last = open;
        open = null;
        if (last != null) {
            CompletableFuture<Void> unused = last.connection.closeAsync();
        }
    }

    private Open connect(Duration connecting, Duration greeting) throws IOException {
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(connecting).build())
                .build());
        StatefulRedisConnection<String, String> connection =
                within(client.connectAsync(StringCodec.UTF8, address.uri()).toCompletableFuture(), greeting);
        try {
            String digest = within(connection.async().scriptLoad(script), greeting);
            loads.increment();
            return new Open(connection, digest);
        } catch (IOException e) {
            CompletableFuture<Void> unused = connection.closeAsync();
            throw e;
        }
    }

    private static <T> T within(java.util.concurrent.Future<T> answer, Duration most) throws IOException {
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + most.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(told(e), e);
        }
    }

    /** The first reason: what is around it says only that it could not be done. */
    private static String told(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return String.valueOf(first.getMessage())
                .lines()
                .findFirst()
                .orElse(first.getClass().getName());
    }
}
