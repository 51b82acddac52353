// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

/** A 95 % interval. */
public record Interval(double low, double high) {
    /** The least interval that holds both. */
    Interval around(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** Both ends times a factor. */
    Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }
}
