// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.util.concurrent.CompletableFuture;

/** One key that several nodes count together, whatever they have in common: each other, or a store beside them. */
interface HotKey extends AutoCloseable {
    /** What a call got. */
    enum Answer {
        PASSED,
        REFUSED,
        /** Nobody could tell in time. */
        UNDECIDED
    }

    /** Asks one of the nodes. */
    CompletableFuture<Answer> ask(int node);

    @Override
    void close();
}
