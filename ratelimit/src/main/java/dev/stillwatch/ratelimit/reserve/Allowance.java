// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one subject may use: the block {@code stillwatch.tokens} of a limits file, or an hour's output by a standing's plan.
 *
 * @param limits limit of each dimension that is limited, from 0, which refuses everything, to {@link Dimension#most()};
 *     {@link Dimension#USD} in millionths of a dollar
 * @param weights how much special tokens count
 * @param prices what tokens cost; needed where money is limited
 * @param expectedOutput output tokens of one choice to hold in place of what was learned, empty to learn. One that is
 *     above every {@code max_tokens} makes calls hold all that they may write, so that none can pass a limit
 */
public record Allowance(
        Map<Dimension, Long> limits, TokenWeights weights, TokenPrices prices, OptionalLong expectedOutput) {
    /** Copies the map; refuses limits out of range and money without prices. */
    public Allowance {
        limits = Map.copyOf(limits);
        limits.forEach((dimension, limit) -> {
            if (limit < 0 || limit > dimension.most()) {
                throw new IllegalArgumentException(
                        dimension.label() + " must be from 0 to " + dimension.most() + ": " + limit);
            }
        });
        if (limits.containsKey(Dimension.USD) && prices.equals(TokenPrices.NONE)) {
            throw new IllegalArgumentException("usd needs prices");
        }
        if (expectedOutput.isPresent() && (expectedOutput.getAsLong() < 1 || expectedOutput.getAsLong() > Usage.MOST)) {
            throw new IllegalArgumentException("expected output must be from 1 to " + Usage.MOST);
        }
    }

    /** Limits on plain tokens, without money. */
    public static Allowance of(Map<Dimension, Long> limits) {
        return new Allowance(limits, TokenWeights.PLAIN, TokenPrices.NONE, OptionalLong.empty());
    }

    /** The same with every limit but those of zero multiplied, rounded down, at least 1. */
    public Allowance times(double factor) {
        Map<Dimension, Long> shares = new EnumMap<>(Dimension.class);
        limits.forEach((dimension, limit) -> shares.put(
                dimension, limit == 0 ? 0 : Math.min(dimension.most(), Math.max(1, (long) (limit * factor)))));
        return new Allowance(shares, weights, prices, expectedOutput);
    }

    /** So many output tokens an hour, from 0; more than {@link Dimension#MOST} are as many. */
    public static Allowance ofOutputPerHour(long tokens) {
        return of(Map.of(Dimension.OUTPUT_TOKENS_PER_HOUR, Math.min(tokens, Dimension.MOST)));
    }

    /** A limit of zero that refuses a call with these tokens, whatever was used. */
    Optional<Dimension> blocking(Usage usage) {
        return limits.entrySet().stream()
                .filter(limit -> limit.getValue() == 0 && cost(limit.getKey(), usage) > 0)
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
    }

    /** What a call with these tokens takes of the dimension. */
    long cost(Dimension dimension, Usage usage) {
        return switch (dimension) {
            case RPM, EXCHANGES_PER_HOUR, CONCURRENCY -> 1;
            case ITPM -> weights.input(usage);
            case OTPM, OUTPUT_TOKENS_PER_HOUR -> weights.output(usage);
            case TPD -> weights.input(usage) + weights.output(usage);
            case USD -> prices.cost(usage);
        };
    }

    /** Most output tokens that a call with so much input may have and still fit every limit when nothing else is used. */
    long roomForOutput(Usage input) {
        long room = Long.MAX_VALUE;
        for (Map.Entry<Dimension, Long> limit : limits.entrySet()) {
            long left = limit.getValue();
            room = Math.min(
                    room,
                    switch (limit.getKey()) {
                        case RPM, EXCHANGES_PER_HOUR, CONCURRENCY, ITPM -> Long.MAX_VALUE;
                        case OTPM, OUTPUT_TOKENS_PER_HOUR -> left;
                        case TPD -> Math.max(0, left - weights.input(input));
                        case USD -> prices.outputFor(Math.max(0, left - prices.cost(input)));
                    });
        }
        return room;
    }
}
