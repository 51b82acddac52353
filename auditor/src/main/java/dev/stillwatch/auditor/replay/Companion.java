// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import java.io.IOException;

/** What lives beside a run on the run's own broker and reads what the run publishes, such as a limiter. */
@FunctionalInterface
public interface Companion {
    /** Nobody comes along. */
    Companion NONE = bootstrapServers -> new Stay() {};

    /**
     * Begins before the first record is judged.
     *
     * @param bootstrapServers the run's broker; the auditor's topics are there, under the names of the contract
     * @throws IOException when it cannot begin; the run then does not either
     */
    Stay join(String bootstrapServers) throws IOException;

    /** One that has joined. */
    interface Stay extends AutoCloseable {
        /**
         * Everything is judged and committed; the broker is still there.
         *
         * @throws IOException when what it does then fails; the run then does, too
         */
        default void judged() throws IOException {}

        @Override
        default void close() {}
    }
}
