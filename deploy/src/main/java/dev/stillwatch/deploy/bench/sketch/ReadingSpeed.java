// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.sketch;

import dev.stillwatch.auditor.sketch.ExchangeText;
import dev.stillwatch.auditor.sketch.KeyedEmbedding;
import dev.stillwatch.auditor.sketch.Reading;
import dev.stillwatch.auditor.sketch.Sketcher;
import dev.stillwatch.auditor.sketch.TextReader;
import dev.stillwatch.auditor.sketch.TextReaders;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.auditor.sketch.WordPieces;
import dev.stillwatch.policies.key.DeploymentKey;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Texts per CPU second of one thread: what other processes take of the machine does not count. */
final class ReadingSpeed {
    private static final int ROUNDS = 5;
    private static final int TEXTS = 20_000;
    /** Characters that make about 100 word pieces of ordinary text. */
    private static final int CHARACTERS = 430;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<String> texts;
    private final PrintWriter out;

    ReadingSpeed(List<TextSource> sources, PrintWriter out) {
        this.texts = sources.stream()
                .flatMap(source -> source.prompts().stream())
                .filter(prompt -> prompt.length() >= CHARACTERS && prompt.charAt(0) < 128)
                .map(prompt -> prompt.substring(0, CHARACTERS))
                .toList();
        this.out = out;
    }

    /** Measures tokenizer, sketch, all readers and each. */
    void run(VocabularyTable table, KeyedEmbedding embedding, DeploymentKey key) {
        WordPieces words = new WordPieces(table.pieces());
        double pieces = texts.stream()
                .mapToInt(text -> words.ids(text, 512).length)
                .average()
                .orElse(0);
        out.printf(Locale.ROOT, "one thread, texts of %.0f word pieces, best of %d rounds%n", pieces, ROUNDS);
        rate("tokenizer alone", text -> words.ids(text, 512));
        rate("sketch", new Sketcher(embedding)::sketch);
        List<TextReader> readers = new TextReaders(key, table).forThread();
        rate("all text readers, prompt and answer", text -> read(readers, text));
        for (TextReader reader : readers) {
            rate("  " + reader.getClass().getSimpleName(), text -> read(List.of(reader), text));
        }
    }

    private static Object read(List<TextReader> readers, String text) {
        Reading reading = new Reading();
        ExchangeText exchange = ExchangeText.of("", List.of(text), text);
        readers.forEach(reader -> reader.read(exchange, reading));
        return reading.features();
    }

    private void rate(String what, Function<String, Object> work) {
        double best = Double.MAX_VALUE;
        int sink = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < TEXTS; i++) {
                sink += work.apply(texts.get(i % texts.size())).hashCode() & 1;
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e3 / TEXTS);
        }
        // The sink keeps the work alive; its value means nothing.
        String alive = sink < 0 ? "!" : "";
        out.printf(Locale.ROOT, "%,10.0f texts/s  %6.1f µs  %s%s%n", 1e6 / best, best, what, alive);
    }
}
