// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import java.util.concurrent.CompletableFuture;

/**
 * The way to one other node. Nothing here waits. Answers fail with {@link UnreachedException} when nothing can have been
 * counted, with {@link AnsweredNothingException} when the node is there and cannot tell, and with anything else when it
 * is not known what it did.
 */
public interface Link extends AutoCloseable {
    /** Asks the node. */
    CompletableFuture<Reply> ask(Question question);

    /** Passes a call on to the node's own doors. */
    CompletableFuture<Passed> pass(Passing call);

    @Override
    void close();
}
