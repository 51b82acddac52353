// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.sketch;

import dev.stillwatch.auditor.sketch.ExchangeText;
import dev.stillwatch.auditor.sketch.KeyedEmbedding;
import dev.stillwatch.auditor.sketch.Reading;
import dev.stillwatch.auditor.sketch.TextReader;
import dev.stillwatch.auditor.sketch.TextReaders;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.DeploymentKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures the exchange sketch and its rivals on real prompts: texts per second on one core, and how well two accounts
 * that draw on one source are linked at 1 % false links. The link figures are the same on every run; the speeds are not.
 */
public final class SketchBench {
    private static final int PROMPTS_PER_SOURCE = 400;
    private static final List<Integer> WINDOWS = List.of(50, 20);

    private final VocabularyTable table;
    private final DeploymentKey key =
            DeploymentKey.of(1, "a fixed key, so that every run measures the same".getBytes(StandardCharsets.UTF_8));

    /** A bench over the table. */
    public SketchBench(VocabularyTable table) {
        this.table = table;
    }

    /**
     * Runs and prints.
     *
     * @param data a directory of prompt files: one JSON object a line with source and prompt, gzipped or not
     */
    public void run(Path data, PrintWriter out) throws IOException {
        List<TextSource> sources = TextSource.load(data, PROMPTS_PER_SOURCE);
        KeyedEmbedding embedding = KeyedEmbedding.of(table, key);
        out.printf(
                Locale.ROOT,
                "%d sources, %d prompts, table %08x%n",
                sources.size(),
                sources.stream().mapToInt(source -> source.prompts().size()).sum(),
                table.version());
        links(sources, embedding, out);
        marks(sources, out);
        new ReadingSpeed(sources, out).run(table, embedding, key);
    }

    private void links(List<TextSource> sources, KeyedEmbedding embedding, PrintWriter out) {
        out.println("prompts  linked at 1 % false  AUC    worst source               variant");
        for (SketchVariant variant : List.of(
                SketchVariant.shipped(embedding, 512),
                SketchVariant.shipped(embedding, 256),
                SketchVariant.exact(table),
                SketchVariant.hashedGrams())) {
            LinkTrial trial = new LinkTrial(variant, sources);
            for (int window : WINDOWS) {
                LinkTrial.Outcome outcome = trial.run(window, 1);
                out.printf(
                        Locale.ROOT,
                        "%7d  %18.1f%%  %.3f  %4.0f%% %-20.20s  %s%n",
                        window,
                        100 * outcome.linked(),
                        outcome.auc(),
                        100 * outcome.worst(),
                        outcome.worstSource(),
                        variant.name());
            }
        }
    }

    private void marks(List<TextSource> sources, PrintWriter out) {
        List<TextReader> readers = new TextReaders(key, table).forThread();
        out.println("elicitation  likeness p50/p99  templates  source (marks are a share of prompts)");
        for (TextSource source : sources) {
            List<TextFeatures> read = source.prompts().stream()
                    .map(prompt -> {
                        Reading reading = new Reading();
                        readers.forEach(reader -> reader.read(ExchangeText.of("", List.of(prompt), ""), reading));
                        return reading.features();
                    })
                    .toList();
            int[] likeness =
                    read.stream().mapToInt(TextFeatures::elicitation).sorted().toArray();
            out.printf(
                    Locale.ROOT,
                    "%10.2f%%  %7d / %3d  %10d  %s%n",
                    100.0
                            * read.stream()
                                    .filter(f -> f.marks().hasAny(Marks.ELICITATION))
                                    .count()
                            / read.size(),
                    likeness[likeness.length / 2],
                    likeness[likeness.length * 99 / 100],
                    read.stream().map(TextFeatures::skeleton).distinct().count(),
                    source.name());
        }
    }
}
