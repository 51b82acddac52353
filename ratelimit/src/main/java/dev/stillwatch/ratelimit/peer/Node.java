// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * One node of a limiter.
 *
 * @param name what it is called, on every node alike
 * @param host where this node reaches its doors
 * @param port of its doors
 */
public record Node(String name, String host, int port) {
    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 200;
}
