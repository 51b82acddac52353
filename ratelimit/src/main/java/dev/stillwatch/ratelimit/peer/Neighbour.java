// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another node as this one sees it. One where nobody listens, or that has answered nothing for a while, is away: it is not
 * asked, but greeted now and then, and asked again when it answers a greeting. So nobody's request finds out whether it is
 * back. One that answers late is there: its late questions cannot be decided, and nobody else counts for it.
 */
final class Neighbour implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbour.class);

    /** Servers close ways on which nothing was said for 15 s, and clients for 10. */
    private static final long STILL_THERE = TimeUnit.SECONDS.toNanos(5);

    private static final long NOT = Long.MIN_VALUE;

    private final Node node;
    private final long hash;
    private final Link link;
    private final Patience patience;
    private final LongSupplier nanos;
    private final Semaphore room;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong greetAt = new AtomicLong();

    /**
     * When an answer was first missed after which none has come, {@link #NOT} while it answers. Not when it was asked: while
     * this node pauses, nobody is silent.
     */
    private final AtomicLong missedSince = new AtomicLong(NOT);

    private volatile long heard;

    final LongAdder turns = new LongAdder();
    final LongAdder asked = new LongAdder();
    final LongAdder unreached = new LongAdder();
    final LongAdder silent = new LongAdder();
    final LongAdder full = new LongAdder();

    Neighbour(Node node, Link link, Patience patience, LongSupplier nanos) {
        this.node = node;
        this.hash = Rendezvous.key(node.name());
        this.link = link;
        this.patience = patience;
        this.nanos = nanos;
        this.room = new Semaphore(patience.mostInFlight());
    }

    Node node() {
        return node;
    }

    long hash() {
        return hash;
    }

    /** Whether it is asked now. Where it is away and due, it is greeted meanwhile. */
    boolean isThere() {
        if (!away.get()) {
            return true;
        }
        long due = greetAt.get();
        if (nanos.getAsLong() - due >= 0
                && greetAt.compareAndSet(
                        due, nanos.getAsLong() + patience.away().toNanos())) {
            var unused = greet();
        }
        return false;
    }

    /** Keeps the way open where nobody asks. */
    void look() {
        if (isThere() && nanos.getAsLong() - heard > STILL_THERE) {
            var unused = greet();
        }
    }

    /** Asks whether it is there; true when it says so before it would be taken for away. One that cannot tell is away. */
    CompletableFuture<Boolean> greet() {
        long begun = nanos.getAsLong();
        heard = begun;
        return begun(way -> way.ask(Question.GREETING)).handle((reply, failure) -> {
            if (failure != null) {
                if (isGone(failure) || cause(failure) instanceof AnsweredNothingException) {
                    leave(told(failure));
                }
                return false;
            }
            answered();
            if (nanos.getAsLong() - begun > patience.quiet().toNanos()) {
                return false;
            }
            if (away.compareAndSet(true, false)) {
                turns.increment();
                LOG.info("node is there again node={}", node.name());
            }
            return true;
        });
    }

    /** Begins to ask it. */
    <T> CompletableFuture<T> begin(Function<Link, CompletableFuture<T>> question) throws UndecidedException {
        if (!room.tryAcquire()) {
            full.increment();
            // Else one that answers nothing would never be away while its questions hang and nobody waits for them.
            noAnswer(false, "too many questions on their way");
            throw UndecidedException.ofOneKey("too many questions on their way to " + node.name());
        }
        asked.increment();
        CompletableFuture<T> answer = begun(question);
        var unused = answer.whenComplete((value, failure) -> {
            room.release();
            if (failure == null || cause(failure) instanceof AnsweredNothingException) {
                answered();
            }
        });
        return answer;
    }

    /** A way that throws at once has failed like one that throws later: whoever asked has to hear of it once. */
    private <T> CompletableFuture<T> begun(Function<Link, CompletableFuture<T>> question) {
        try {
            return question.apply(link);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Waits for the answer.
     *
     * @param begun when it was asked, by the clock that never steps
     * @throws UnreachedException when nothing can have been counted there
     * @throws UndecidedException when it is not known what it counted, or it cannot tell
     */
    <T> T await(CompletableFuture<T> answer, long begun) throws UnreachedException, UndecidedException {
        long left = patience.answer().toNanos() - (nanos.getAsLong() - begun);
        try {
            return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw lost("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UndecidedException.ofOneKey("interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnreachedException reason) {
                unreached.increment();
                noAnswer(reason.isGone(), told(reason));
                throw reason;
            }
            if (cause instanceof AnsweredNothingException) {
                throw UndecidedException.ofOneKey(node.name() + ": " + cause.getMessage());
            }
            throw lost(told(cause == null ? e : cause));
        }
    }

    boolean isAway() {
        return away.get();
    }

    @Override
    public void close() {
        link.close();
    }

    private void answered() {
        heard = nanos.getAsLong();
        missedSince.set(NOT);
    }

    private void noAnswer(boolean gone, String why) {
        long now = nanos.getAsLong();
        boolean first = missedSince.compareAndSet(NOT, now);
        if (gone || !first && now - missedSince.get() >= patience.quiet().toNanos()) {
            leave(why);
        }
    }

    private UndecidedException lost(String why) {
        silent.increment();
        noAnswer(false, why);
        return UndecidedException.ofOneKey(node.name() + ": " + why);
    }

    private void leave(String why) {
        missedSince.set(NOT);
        if (away.get()) {
            return;
        }
        // Before: whoever sees that it is away finds when it is due.
        greetAt.set(nanos.getAsLong() + patience.away().toNanos());
        if (away.compareAndSet(false, true)) {
            turns.increment();
            LOG.warn(
                    "node is away: others count for it from its last snapshots node={} at={}:{} why={}",
                    node.name(),
                    node.host(),
                    node.port(),
                    why);
        }
    }

    private static boolean isGone(Throwable failure) {
        return cause(failure) instanceof UnreachedException reason && reason.isGone();
    }

    /** Futures hand on failures in a wrapping. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String told(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof UnreachedException ? String.valueOf(cause.getMessage()) : cause.toString();
    }
}
