// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The short way to read a time is only a short way: where it gives an answer, Java gives the same. */
class CanonicalTimeTest {
    private static final String GOOD = "2024-02-29T23:59:59.999999Z";
    private static final String SIGNS = "0123456789-:.TZ ";

    @Test
    void shouldNeverReadADamagedTimeOtherwiseThanJava() {
        SplittableRandom random = new SplittableRandom(7);
        int read = 0;
        for (int trial = 0; trial < 100_000; trial++) {
            String text = damaged(random);
            long micros = CanonicalTime.micros(text);
            if (micros != CanonicalTime.NONE) {
                read++;
                assertThat(Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)))
                        .as(text)
                        .isEqualTo(java(text));
            }
        }
        assertThat(read).isBetween(1_000, 99_000);
    }

    /** One to three characters are other ones, and sometimes the decimals are cut. */
    private static String damaged(SplittableRandom random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.setCharAt(random.nextInt(text.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return random.nextInt(4) == 0 ? text.delete(19, 19 + random.nextInt(8)).toString() : text.toString();
    }

    private static Optional<Instant> java(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
