// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of the sketch, over seeded random texts of the real vocabulary. */
class KeyedEmbeddingTest {
    private static final int TRIALS = 200;

    private final Random random = new Random(11);
    private final Sketcher sketcher = new Sketcher(SketchFixtures.EMBEDDING);

    @Test
    void shouldNotDependOnOrderOfWords() {
        for (int i = 0; i < TRIALS; i++) {
            List<String> words = words(1 + random.nextInt(120));
            SignSketch sketch = sketcher.sketch(String.join(" ", words));
            Collections.shuffle(words, random);
            assertThat(sketcher.sketch(String.join(" ", words))).isEqualTo(sketch);
        }
    }

    @Test
    void shouldReadBothEndsOfLongTextHoweverDenseItsStart() {
        String dense = "a, ".repeat(2_000);
        sketcher.sketch(dense);
        assertThat(sketcher.tokens()).isEqualTo(2 * Sketcher.PIECES);
        assertThat(sketcher.cut()).isTrue();
        assertThat(sketcher.sketch(dense + String.join(" ", words(200)))).isNotEqualTo(sketcher.sketch(dense));
    }

    @Test
    void shouldBeLinearBeforeTheSigns() {
        for (int i = 0; i < TRIALS; i++) {
            String one = String.join(" ", words(1 + random.nextInt(100)));
            String two = String.join(" ", words(1 + random.nextInt(100)));
            int[] first = components(one);
            int[] second = components(two);
            int[] both = components(one + " " + two);
            for (int k = 0; k < both.length; k++) {
                assertThat(both[k]).isEqualTo(first[k] + second[k]);
            }
        }
    }

    @Test
    void shouldEstimateExactCosineFromDistance() {
        double squares = 0;
        for (int i = 0; i < TRIALS; i++) {
            List<String> one = words(40);
            List<String> two = new ArrayList<>(words(40));
            for (int k = 0; k < i * 40 / TRIALS; k++) {
                two.set(k, one.get(k));
            }
            double exact = cosine(one, two);
            int distance = sketcher.sketch(String.join(" ", one)).distance(sketcher.sketch(String.join(" ", two)));
            double estimate = Math.cos(Math.PI * distance / SignSketch.BITS);
            // Four standard errors of 512 independent bits; super-bits vary less.
            assertThat(estimate).isCloseTo(exact, within(4 * Math.PI * 0.5 / Math.sqrt(SignSketch.BITS)));
            squares += (estimate - exact) * (estimate - exact);
        }
        assertThat(Math.sqrt(squares / TRIALS)).isLessThan(0.07);
    }

    @Test
    void shouldTellNothingUnderAnotherKey() {
        Sketcher other = new Sketcher(KeyedEmbedding.of(
                SketchFixtures.TABLE, SketchFixtures.key("another secret of at least thirty-two bytes")));
        int total = 0;
        for (int i = 0; i < TRIALS; i++) {
            String text = String.join(" ", words(30));
            total += sketcher.sketch(text).distance(other.sketch(text));
        }
        assertThat(total / (double) TRIALS / SignSketch.BITS).isBetween(0.45, 0.55);
    }

    @Test
    void shouldSketchOtherScripts() {
        SignSketch one = sketcher.sketch("请写一篇关于春天的短文，描述花朵和阳光。");
        SignSketch near = sketcher.sketch("请写一篇关于春天的短文，描述花朵和雨水。");
        SignSketch far = sketcher.sketch("如何在数据库中建立索引以提高查询速度？");
        assertThat(one.distance(near)).isLessThan(140);
        assertThat(one.distance(far)).isGreaterThan(200);
        assertThat(sketcher.sketch("Напиши письмо другу").isNone()).isFalse();
    }

    @Test
    void shouldReadBothEndsOfHostileText() {
        String hostile = "word ".repeat(2_000_000);
        long start = System.nanoTime();
        assertThat(sketcher.sketch(hostile).isNone()).isFalse();
        assertThat(sketcher.cut()).isTrue();
        assertThat(sketcher.tokens()).isLessThanOrEqualTo(2 * Sketcher.PIECES);
        // Ten megabytes cost what six kilobytes cost; the bound is a thousand times that.
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    private List<String> words(int count) {
        List<String> pieces = SketchFixtures.TABLE.pieces();
        int first = pieces.indexOf("the");
        List<String> words = new ArrayList<>(count);
        while (words.size() < count) {
            String piece = pieces.get(first + random.nextInt(15_000));
            if (piece.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
                words.add(piece);
            }
        }
        return words;
    }

    private int[] components(String text) {
        sketcher.sketch(text);
        int[] components = new int[SignSketch.BITS];
        for (int k = 0; k < components.length; k++) {
            components[k] = sketcher.sum().component(k);
        }
        return components;
    }

    private static double cosine(List<String> one, List<String> two) {
        double[] a = exact(one);
        double[] b = exact(two);
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double[] exact(List<String> words) {
        double[] sum = new double[VocabularyTable.DIMENSIONS];
        for (String word : words) {
            int piece = SketchFixtures.TABLE.pieces().indexOf(word);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += SketchFixtures.TABLE.component(piece, k);
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
