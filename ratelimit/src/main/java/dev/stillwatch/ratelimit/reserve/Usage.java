// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * Tokens of one call, as providers report them.
 *
 * @param input tokens read, cached ones included
 * @param cachedInput the cached part of them
 * @param output tokens written in all choices, reasoning included
 * @param reasoning the reasoning part of them
 */
public record Usage(long input, long cachedInput, long output, long reasoning) {
    /** Most tokens of one call on either side: far above any model's context, and no product of it overflows. */
    public static final long MOST = 1_000_000_000L;

    /** Refuses negative numbers, parts greater than the whole and more than {@link #MOST}. */
    public Usage {
        if (input < 0 || input > MOST || output < 0 || output > MOST) {
            throw new IllegalArgumentException("tokens must be from 0 to " + MOST + ": " + input + ", " + output);
        }
        if (cachedInput < 0 || cachedInput > input) {
            throw new IllegalArgumentException("cached tokens must be part of the input: " + cachedInput);
        }
        if (reasoning < 0 || reasoning > output) {
            throw new IllegalArgumentException("reasoning tokens must be part of the output: " + reasoning);
        }
    }

    /** Plain tokens: nothing cached, no reasoning. */
    public static Usage of(long input, long output) {
        return new Usage(input, 0, output, 0);
    }

    /** Whether it says nothing: no call that ran read nothing and wrote nothing. */
    boolean isEmpty() {
        return input == 0 && output == 0;
    }
}
