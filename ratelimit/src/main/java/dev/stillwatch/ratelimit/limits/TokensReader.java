// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.TokenPrices;
import dev.stillwatch.ratelimit.reserve.TokenWeights;
import dev.stillwatch.ratelimit.reserve.Usage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads {@code stillwatch.tokens} of a descriptor. Dollars and weights are decimal there and whole numbers here. */
final class TokensReader {
    private static final List<Dimension> COUNTED =
            List.of(Dimension.RPM, Dimension.ITPM, Dimension.OTPM, Dimension.TPD, Dimension.CONCURRENCY);
    private static final List<String> KEYS =
            List.of("rpm", "itpm", "otpm", "tpd", "usd", "concurrency", "weights", "prices", "expected_output");
    private static final double MICROS = 1e6;
    private static final double THOUSANDTHS = 1e3;

    private TokensReader() {}

    static Allowance read(Placed tokens) {
        Extension.known(tokens, KEYS);
        Map<Dimension, Long> limits = new EnumMap<>(Dimension.class);
        for (Dimension dimension : COUNTED) {
            if (tokens.has(dimension.label())) {
                limits.put(dimension, tokens.count(dimension.label(), dimension.most()));
            }
        }
        TokenPrices prices = prices(tokens);
        if (tokens.has("usd")) {
            if (prices.equals(TokenPrices.NONE)) {
                // A limit on money that nothing is ever charged to would look like one.
                tokens.problem("usd", "dollars without prices", "'prices: {input: ..., output: ...}' beside them");
            } else {
                limits.put(Dimension.USD, scaled(tokens, "usd", Dimension.USD.most(), MICROS));
            }
        }
        return new Allowance(limits, weights(tokens), prices, expectedOutput(tokens));
    }

    private static TokenWeights weights(Placed tokens) {
        TokenWeights plain = TokenWeights.PLAIN;
        for (Placed weights : tokens.object("weights")) {
            Extension.known(weights, List.of("cached_input", "reasoning"));
            return new TokenWeights(
                    or(weights, "cached_input", TokenWeights.MOST, THOUSANDTHS, plain.cachedInput()),
                    or(weights, "reasoning", TokenWeights.MOST, THOUSANDTHS, plain.reasoning()));
        }
        return plain;
    }

    /** In dollars for a million tokens; what is left out costs as much as the plain token of its side. */
    private static TokenPrices prices(Placed tokens) {
        for (Placed prices : tokens.object("prices")) {
            Extension.known(prices, List.of("input", "cached_input", "output", "reasoning"));
            long input = or(prices, "input", TokenPrices.MOST, MICROS, 0);
            long output = or(prices, "output", TokenPrices.MOST, MICROS, 0);
            return new TokenPrices(
                    input,
                    or(prices, "cached_input", TokenPrices.MOST, MICROS, input),
                    output,
                    or(prices, "reasoning", TokenPrices.MOST, MICROS, output));
        }
        return TokenPrices.NONE;
    }

    private static OptionalLong expectedOutput(Placed tokens) {
        if (!tokens.has("expected_output")) {
            return OptionalLong.empty();
        }
        long expected = tokens.count("expected_output", Usage.MOST);
        if (expected < 1) {
            tokens.problem("expected_output", "an expected output of 0", "at least 1");
            return OptionalLong.empty();
        }
        return OptionalLong.of(expected);
    }

    private static long or(Placed object, String key, long most, double scale, long absent) {
        return object.has(key) ? scaled(object, key, most, scale) : absent;
    }

    private static long scaled(Placed object, String key, long most, double scale) {
        return Math.round(Extension.number(object, key, most / scale) * scale);
    }
}
