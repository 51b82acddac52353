// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to a Redis. Nothing may ever be sent twice of which it is not known that it was not counted, so Lettuce must
 * not connect again by itself: a thread looks four times a second whether the Redis answers, and connects anew when it did
 * not for a second, or has closed the connection.
 */
final class RedisWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisWatch.class);
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
    private final Duration connecting;
    private final String script;
    private final RedisClient client = RedisClient.create();
    private final ScheduledExecutorService looking;
    private final LongAdder answers = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder turns = new LongAdder();
    private volatile @Nullable Open open;
    private volatile boolean away;
    private String why = "no answer";
    private long heard;
    private int unheard;

    /**
     * A connection with the script loaded.
     *
     * @param digest what the Redis calls the script
     */
    record Open(StatefulRedisConnection<String, String> connection, String digest) {
        RedisAsyncCommands<String, String> commands() {
            return connection.async();
        }
    }

    private RedisWatch(RedisAddress address, Duration connecting, String script) {
        this.address = address;
        this.connecting = connecting;
        this.script = script;
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redis-look");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects and gives it the script.
     *
     * @param connecting how long connecting anew may take
     * @throws IOException when there is no Redis, or none that can count
     */
    static RedisWatch start(RedisAddress address, Duration connecting, String script) throws IOException {
        RedisWatch watch = new RedisWatch(address, connecting, script);
        try {
            Open first = watch.connect(FIRST, FIRST);
            watch.open = first;
            ServerInfo.of(within(first.commands().info(), FIRST)).check();
            ScheduledFuture<?> unused = watch.looking.scheduleWithFixedDelay(
                    watch::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return watch;
        } catch (IOException e) {
            watch.close();
            throw new IOException("the Redis at " + address + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The connection of now; null while there is none. */
    @Nullable
    Open open() {
        Open now = open;
        return now != null && now.connection.isOpen() ? now : null;
    }

    /** It has answered something. */
    void answered() {
        answers.increment();
    }

    boolean isAway() {
        return away;
    }

    /** How often it went away or came back. */
    long turns() {
        return turns.sum();
    }

    /** How often a new connection was given the script. */
    long loads() {
        return loads.sum();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        open = null;
        // With its connections.
        client.shutdown(Duration.ZERO, GREETING);
    }

    private void look() {
        try {
            Open now = open();
            if (now == null) {
                leave();
                say(true);
                open = connect(connecting, GREETING);
                unheard = 0;
                say(false);
                return;
            }
            long before = heard;
            heard = answers.sum();
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
                            answered();
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

    private Open connect(Duration longest, Duration greeting) throws IOException {
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder().connectTimeout(longest).build())
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
            throw new IOException(RedisLink.told(e), e);
        }
    }
}
