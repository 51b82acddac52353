// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.standing.Drawing;
import dev.stillwatch.ratelimit.standing.Drawn;
import dev.stillwatch.ratelimit.standing.PlanTaken;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a node that does as it is told, and keeps what was asked. */
final class ScriptedLink implements Link {
    /** What a node may do. */
    enum Does {
        ANSWERS,
        HANGS,
        REFUSES,
        BREAKS,
        LOSES_ONE,
        IS_NOT_REACHED,
        CANNOT_TELL,
        LEAVES_OUT,
        THROWS
    }

    final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    volatile Does does = Does.ANSWERS;

    /** What happens when it has been asked. */
    volatile Runnable meanwhile = () -> {};

    @Override
    public CompletableFuture<Reply> ask(Question question) {
        asked.add(question);
        meanwhile.run();
        return answer(question).handle((reply, failure) -> {
            if (failure != null) {
                // As the real way does.
                throw new CompletionException(failure);
            }
            return reply;
        });
    }

    private CompletableFuture<Reply> answer(Question question) {
        return switch (does) {
            case ANSWERS ->
                CompletableFuture.completedFuture(new Reply(
                        question.draw().map(ScriptedLink::drawn).orElse(Drawn.NOTHING),
                        question.takings().stream()
                                .map(one -> new Taken(true, 1, 7, 0, Taken.NEVER))
                                .toList()));
            case LOSES_ONE ->
                CompletableFuture.completedFuture(new Reply(
                        Drawn.NOTHING,
                        question.takings().stream()
                                .skip(1)
                                .map(one -> new Taken(true, 1, 7, 0, Taken.NEVER))
                                .toList()));
            case LEAVES_OUT -> CompletableFuture.completedFuture(new Reply(Drawn.NOTHING, List.of()));
            case THROWS -> throw new IllegalStateException("closed");
            case HANGS -> new CompletableFuture<>();
            case REFUSES -> CompletableFuture.failedFuture(new UnreachedException("connection refused", true));
            case IS_NOT_REACHED -> CompletableFuture.failedFuture(new UnreachedException("no way", false));
            case BREAKS -> CompletableFuture.failedFuture(new IllegalStateException("reset"));
            case CANNOT_TELL -> CompletableFuture.failedFuture(new AnsweredNothingException("told to"));
        };
    }

    private static Drawn drawn(Drawing asked) {
        PlanTaken one = new PlanTaken(true, 7, 0, 0);
        return new Drawn(asked.asksPlan() ? one : null, asked.asksBudget() ? one : null);
    }

    @Override
    public CompletableFuture<Passed> pass(Passing call) {
        return switch (does) {
            case ANSWERS -> CompletableFuture.completedFuture(new Passed(200, List.of(), call.body()));
            case CANNOT_TELL -> CompletableFuture.failedFuture(new AnsweredNothingException("told to"));
            default -> CompletableFuture.failedFuture(new UnreachedException("connection refused", true));
        };
    }

    /** What it was asked to count, greetings left out. */
    long counted() {
        return asked.stream().filter(one -> !one.equals(Question.GREETING)).count();
    }

    Optional<Question> last() {
        return asked.stream().reduce((first, second) -> second);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
