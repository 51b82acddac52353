// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Asks a Redis to count: all requests over one connection, each once, and none waits longer than it may. */
final class RedisLink implements AutoCloseable {
    private final RedisWatch watch;
    private final RedisPatience patience;
    private final String script;
    private final Semaphore room;
    private final LongAdder asked = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder forgotten = new LongAdder();

    private RedisLink(RedisWatch watch, RedisPatience patience, String script) {
        this.watch = watch;
        this.patience = patience;
        this.script = script;
        this.room = new Semaphore(patience.mostInFlight());
    }

    /**
     * Connects and gives it the script.
     *
     * @throws IOException when there is no Redis, or none that can count
     */
    static RedisLink start(RedisAddress address, RedisPatience patience, String script) throws IOException {
        return new RedisLink(RedisWatch.start(address, patience.connect(), script), patience, script);
    }

    /**
     * Runs the script once.
     *
     * @throws UndecidedException when it is away, says something else than the script would, or does not answer in time
     */
    List<Object> run(String[] keys, String[] given) throws UndecidedException {
        RedisWatch.Open now = watch.open();
        if (now == null) {
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
            watch.answered();
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
        return new RedisTally(
                watch.isAway(),
                watch.turns(),
                asked.sum(),
                silent.sum(),
                failed.sum(),
                full.sum(),
                watch.loads() + forgotten.sum());
    }

    @Override
    public void close() {
        watch.close();
    }

    /** A Redis that has forgotten the script has counted nothing: it is given the text, and counts. */
    private CompletableFuture<List<Object>> begin(RedisWatch.Open now, String[] keys, String[] given) {
        try {
            return now.commands()
                    .<List<Object>>evalsha(now.digest(), ScriptOutputType.MULTI, keys, given)
                    .toCompletableFuture()
                    .exceptionallyCompose(failure -> failure instanceof RedisNoScriptException
                            ? withText(now, keys, given)
                            : CompletableFuture.failedFuture(failure));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<Object>> withText(RedisWatch.Open now, String[] keys, String[] given) {
        forgotten.increment();
        return now.commands()
                .<List<Object>>eval(script, ScriptOutputType.MULTI, keys, given)
                .toCompletableFuture();
    }

    /** The first reason: what is around it says only that it could not be done. */
    static String told(Throwable failure) {
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
