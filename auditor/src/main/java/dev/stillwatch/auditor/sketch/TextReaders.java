// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import java.util.List;
import java.util.Optional;

/**
 * The readers that every text passes, in their order. The tables behind them (46 MB) are made once and shared; the
 * readers themselves reuse buffers, so each intake thread takes its own list from {@link #forThread()}.
 */
public final class TextReaders {
    private final DeploymentKey key;
    private final KeyedEmbedding embedding;
    private final PhraseRules marks;
    private final List<String> seeds;
    private final Optional<SharingGroup> group;

    /** The shared tables under a key, of a deployment that shares with nobody; takes about a second. */
    public TextReaders(DeploymentKey key, VocabularyTable table) {
        this(key, table, Optional.empty());
    }

    /** Of a deployment that hashes templates for a sharing group too, when there is one. */
    public TextReaders(DeploymentKey key, VocabularyTable table, Optional<SharingGroup> group) {
        this.group = group;
        this.key = key;
        this.embedding = KeyedEmbedding.of(table, key);
        this.marks = PhraseRules.parse(Statements.resource("marks.txt"));
        List<String> file = Statements.of(Statements.resource("elicitation-seeds.txt"));
        this.seeds = file.subList(1, file.size());
    }

    /** Readers for one thread. */
    public List<TextReader> forThread() {
        return List.of(
                new SketchReader(embedding, seeds),
                new SkeletonReader(key, group),
                new MarkReader(marks),
                new StructureReader());
    }

    /** Readers for one thread, with tables of their own. */
    public static List<TextReader> standard(DeploymentKey key, VocabularyTable table) {
        return new TextReaders(key, table).forThread();
    }
}
