// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * One allowance of one subject. Calls that name the same key share it.
 *
 * @param key whose it is: the limits file's domain and descriptor, say; at most {@link #MOST_KEY} characters
 * @param allowance how much it is
 */
public record Budget(String key, Allowance allowance) {
    /** Longest key. */
    public static final int MOST_KEY = 1024;

    /** Refuses empty and long keys. */
    public Budget {
        if (key.isEmpty() || key.length() > MOST_KEY) {
            throw new IllegalArgumentException("a budget's key must have 1 to " + MOST_KEY + " characters");
        }
    }
}
