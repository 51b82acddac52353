// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * How much of a token limit special tokens take, in thousandths of a plain token.
 *
 * @param cachedInput weight of an input token that came from a cache
 * @param reasoning weight of a reasoning token
 */
public record TokenWeights(long cachedInput, long reasoning) {
    /** Every token is a token. */
    public static final TokenWeights PLAIN = new TokenWeights(1000, 1000);

    /** Greatest weight, a hundred tokens. */
    public static final long MOST = 100_000;

    /** Refuses weights below 0 and above {@link #MOST}. */
    public TokenWeights {
        if (cachedInput < 0 || cachedInput > MOST || reasoning < 0 || reasoning > MOST) {
            throw new IllegalArgumentException("weights must be from 0 to 100");
        }
    }

    /** Input tokens that count, rounded up. */
    long input(Usage usage) {
        return weighted(usage.input(), usage.cachedInput(), cachedInput);
    }

    /** Output tokens that count, rounded up. */
    long output(Usage usage) {
        return weighted(usage.output(), usage.reasoning(), reasoning);
    }

    private static long weighted(long whole, long part, long weight) {
        return ((whole - part) * 1000 + part * weight + 999) / 1000;
    }
}
