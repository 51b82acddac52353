// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/**
 * So many in a span.
 *
 * @param requests most of it, at least 0, where 0 refuses everything
 * @param unit the span
 */
public record Rate(long requests, Unit unit) {
    /** Refuses negative numbers. */
    public Rate {
        if (requests < 0) {
            throw new IllegalArgumentException("a rate below zero: " + requests);
        }
    }
}
