// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * Prices in millionths of a US dollar for a million tokens, which are whole numbers for every price list in dollars for
 * a million tokens: 0.15 dollars are 150,000.
 *
 * @param input an input token that came from no cache
 * @param cachedInput an input token from a cache
 * @param output an output token that is no reasoning
 * @param reasoning a reasoning token
 */
public record TokenPrices(long input, long cachedInput, long output, long reasoning) {
    /** Nothing costs anything. */
    public static final TokenPrices NONE = new TokenPrices(0, 0, 0, 0);

    /** Greatest price, 1,000 dollars for a million tokens: four of them for {@link Usage#MOST} tokens fit a long. */
    public static final long MOST = 1_000_000_000L;

    private static final long TOKENS = 1_000_000L;

    /** Refuses prices below 0 and above {@link #MOST}. */
    public TokenPrices {
        for (long price : new long[] {input, cachedInput, output, reasoning}) {
            if (price < 0 || price > MOST) {
                throw new IllegalArgumentException("prices must be from 0 to 1000 dollars for a million tokens");
            }
        }
    }

    /** Millionths of a dollar that the tokens cost, rounded up. */
    long cost(Usage usage) {
        long sum = (usage.input() - usage.cachedInput()) * input
                + usage.cachedInput() * cachedInput
                + (usage.output() - usage.reasoning()) * output
                + usage.reasoning() * reasoning;
        return (sum + TOKENS - 1) / TOKENS;
    }

    /** Plain output tokens that the sum buys, as many as one likes where they are free. */
    long outputFor(long micros) {
        return output == 0 ? Long.MAX_VALUE : micros * TOKENS / output;
    }
}
