// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

/** What a value is: its second byte, so that a value read from the wrong topic or store is found out. Append only. */
enum Kind {
    EXCHANGE(1),
    TICK(2),
    FRAGMENT(3),
    STANDING(4),
    ACT(5),
    CONTRIBUTION(6),
    EDGE(7),
    REJECT(8),
    POLICY(9, 16 << 20),
    MEMBERSHIP(10),
    LIMIT_DECISION(11),
    PROBE(12),
    COUNTER_SNAPSHOT(13);

    private static final int MOST_BYTES = 1 << 20;

    private final byte code;
    private final int mostBytes;

    Kind(int code) {
        this(code, MOST_BYTES);
    }

    Kind(int code, int mostBytes) {
        this.code = (byte) code;
        this.mostBytes = mostBytes;
    }

    byte code() {
        return code;
    }

    /** Longest honest value, header included: bounds what a forged one can make a reader allocate. */
    int mostBytes() {
        return mostBytes;
    }
}
