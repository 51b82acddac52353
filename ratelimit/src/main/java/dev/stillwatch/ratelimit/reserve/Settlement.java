// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/** What became of a settlement or a cancellation. Asking twice changes nothing the second time. */
public enum Settlement {
    /** The tokens used were charged, the rest of the estimate is free again. */
    SETTLED,
    /** The same, of a reservation that had expired or was cancelled: its estimate was corrected to the tokens used. */
    SETTLED_LATE,
    /** No usage was reported, so the estimate is what was used: zero would make every unreadable answer free. */
    ESTIMATE_KEPT,
    /** The tokens held are free again; the request still counts as one. */
    CANCELLED,
    /** The same, of a reservation that had expired, as far as its estimate could still be given back. */
    CANCELLED_LATE,
    /** It was settled before; nothing changed. */
    ALREADY_SETTLED,
    /** It was cancelled before; nothing changed. */
    ALREADY_CANCELLED,
    /** No such reservation: never made, made before a restart, or so long ago that it is forgotten. Nothing changed. */
    UNKNOWN;

    /** Whether something was charged or given back. */
    public boolean changed() {
        return compareTo(CANCELLED_LATE) <= 0;
    }
}
