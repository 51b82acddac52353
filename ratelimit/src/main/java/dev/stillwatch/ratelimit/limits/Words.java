// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads leaves of a limits file as envoyproxy/ratelimit does, which reads YAML 1.1 into Go: a name may look like a number
 * and is what is written ({@code 007}, {@code +1206}); {@code yes} is a truth value; whole numbers may have underscores
 * and a base. What is absent or null is empty, false or 0. What does not fit is added to the problems.
 */
final class Words {
    /** Greatest {@code requests_per_unit}: it is a uint32 on the wire. */
    static final long MOST = 0xFFFF_FFFFL;

    private static final Set<String> YES = Set.of("true", "yes", "on", "y");
    private static final Set<String> NO = Set.of("false", "no", "off", "n");

    private final YamlDocument document;
    private final List<Problem> problems;

    Words(YamlDocument document, List<Problem> problems) {
        this.document = document;
        this.problems = problems;
    }

    void problem(String pointer, String found, String expected) {
        problems.add(document.problem(pointer, found, expected));
    }

    String text(JsonNode parent, String pointer, String key) {
        JsonNode value = parent.path(key);
        if (absent(value)) {
            return "";
        }
        if (value.isContainerNode()) {
            problem(pointer + "/" + key, "'" + key + "' is no text", "text");
            return "";
        }
        return document.written(pointer + "/" + key);
    }

    boolean flag(JsonNode parent, String pointer, String key) {
        JsonNode value = parent.path(key);
        if (absent(value) || value.isBoolean()) {
            return value.asBoolean();
        }
        String word = value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : "";
        if (!YES.contains(word) && !NO.contains(word)) {
            problem(pointer + "/" + key, "'" + key + "' is neither true nor false", "true or false");
        }
        return YES.contains(word);
    }

    /** A whole number from 0 to the bound. */
    long count(JsonNode parent, String pointer, String key, long most) {
        JsonNode value = parent.path(key);
        if (absent(value)) {
            return 0;
        }
        try {
            long number = value.isContainerNode() ? -1 : wholeNumber(document.written(pointer + "/" + key));
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of bounds.
        }
        problem(
                pointer + "/" + key,
                "'" + key + "' is " + (value.isContainerNode() ? "no number" : value.asText()),
                "a whole number from 0 to " + most);
        return 0;
    }

    static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static long wholeNumber(String written) {
        String digits = written.replace("_", "").toLowerCase(Locale.ROOT);
        digits = digits.startsWith("+") ? digits.substring(1) : digits;
        if (digits.startsWith("0x")) {
            return Long.parseLong(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return Long.parseLong(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return Long.parseLong(digits.substring(2), 8);
        }
        return Long.parseLong(digits, digits.length() > 1 && digits.startsWith("0") ? 8 : 10);
    }
}
