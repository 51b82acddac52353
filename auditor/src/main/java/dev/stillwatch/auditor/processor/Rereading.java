// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.topic.Topic;

/**
 * Reads once more what a task took from its partition of one of our topics before it was stopped: what it held in memory
 * still stands there.
 */
@FunctionalInterface
public interface Rereading {
    /** Of a task that never took anything. */
    Rereading NOTHING = (topic, partition, from, sink) -> {};

    /**
     * Gives every committed record from an offset up to where the task will go on, in order.
     *
     * @param topic which topic
     * @param partition the task's partition
     * @param from first offset
     * @param sink takes them
     */
    void read(Topic topic, int partition, long from, Sink sink);

    /** Takes one record. */
    @FunctionalInterface
    interface Sink {
        /** A record with a key and a value: ticks without a key are left out. */
        void take(long offset, byte[] key, byte[] value);
    }
}
