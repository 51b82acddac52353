// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

/**
 * Reads once more what a judge took from its partition of the exchanges before it was stopped: what it held in memory
 * still stands there.
 */
@FunctionalInterface
public interface Rereading {
    /** Of a judge that never took anything. */
    Rereading NOTHING = (partition, from, sink) -> {};

    /**
     * Gives every committed record from an offset up to where the judge will go on, in order.
     *
     * @param partition the judge's partition
     * @param from first offset
     * @param sink takes them
     */
    void read(int partition, long from, Sink sink);

    /** Takes one record. */
    @FunctionalInterface
    interface Sink {
        /** A record with a key and a value: ticks, which have no key, are left out. */
        void take(long offset, byte[] key, byte[] value);
    }
}
