// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Numbers as logs write them. */
final class Numbers {
    private static final int LONGEST = 32;

    private Numbers() {}

    /** The number in a value, NaN and the infinities included; empty when it is none. */
    static Optional<Double> of(JsonNode value, Dialect dialect) {
        if (value.isNumber()) {
            return Optional.of(value.doubleValue());
        }
        if (!value.isTextual()) {
            return Optional.empty();
        }
        String text = value.textValue().trim();
        return switch (text) {
            case "NaN", "nan" -> Optional.of(Double.NaN);
            case "Infinity", "+Infinity", "inf" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Infinity", "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> dialect.numbersAsText() ? parse(text) : Optional.empty();
        };
    }

    private static Optional<Double> parse(String text) {
        // Double.parseDouble also takes hexadecimal and type suffixes, which no log means.
        if (text.isEmpty()
                || text.length() > LONGEST
                || !text.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
