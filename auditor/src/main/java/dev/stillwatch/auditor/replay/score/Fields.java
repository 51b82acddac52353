// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Fields of result files as values; what cannot be read is refused with the file's name. */
final class Fields {
    private Fields() {}

    static Tier tier(String label, Path file) throws IOException {
        try {
            return Tier.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": no tier '" + label + "'", e);
        }
    }

    static long number(String text, Path file) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": not a number: '" + text + "'", e);
        }
    }

    static Optional<Instant> instant(String text, Path file) throws IOException {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IOException(file + ": not a time: '" + text + "'", e);
        }
    }
}
