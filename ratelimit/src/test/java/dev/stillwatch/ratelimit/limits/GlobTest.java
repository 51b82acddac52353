// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void aStarStandsForAnythingAlsoNothing() {
        assertThat(Glob.matches("*", "")).isTrue();
        assertThat(Glob.matches("a*", "a")).isTrue();
        assertThat(Glob.matches("a*b", "a/x/b")).isTrue();
        assertThat(Glob.matches("a*b", "a/x/bc")).isFalse();
        assertThat(Glob.matches("**a", "ba")).isTrue();
        assertThat(Glob.matches("a", "A")).isFalse();
        assertThat(Glob.matches("a.c", "abc")).isFalse();
        assertThat(Glob.isPattern("a*")).isTrue();
        assertThat(Glob.isPattern("a?")).isFalse();
    }

    @Test
    void itAgreesWithARegularExpressionOnAnyText() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*");
            String text = text(random, "ab");
            Pattern expected = Pattern.compile(pattern.replace("*", ".*"));

            assertThat(Glob.matches(pattern, text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(expected.matcher(text).matches());
        }
    }

    @Test
    void manyStarsOnALongTextStayQuick() {
        String pattern = "a*".repeat(30) + "b";
        String text = "a".repeat(5_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Glob.matches(pattern, text)).isFalse());
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
