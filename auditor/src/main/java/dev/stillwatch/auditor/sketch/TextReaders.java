// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

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
    private final int remembered;
    private final ConcurrentMap<Long, Reading> seen = new ConcurrentHashMap<>();

    /** The shared tables under a key, of a deployment that shares with nobody; takes about a second. */
    public TextReaders(DeploymentKey key, VocabularyTable table) {
        this(key, table, Optional.empty(), 0);
    }

    /**
     * Of a deployment that may share.
     *
     * @param group for which templates are hashed too, when there is one
     * @param remembered texts of which what was read is remembered, some 270 bytes each: 0 where few come twice, many for
     *     a bench that plays the same texts over and over. What is read does not depend on it.
     */
    public TextReaders(DeploymentKey key, VocabularyTable table, Optional<SharingGroup> group, int remembered) {
        this.group = group;
        this.remembered = remembered;
        this.key = key;
        this.embedding = KeyedEmbedding.of(table, key);
        this.marks = PhraseRules.parse(Statements.resource("marks.txt"));
        List<String> file = Statements.of(Statements.resource("elicitation-seeds.txt"));
        this.seeds = file.subList(1, file.size());
    }

    /** Readers for one thread. */
    public List<TextReader> forThread() {
        List<TextReader> asked =
                List.of(new SketchReader(embedding, seeds), new SkeletonReader(key, group), new MarkReader(marks));
        TextReader structure = new StructureReader();
        if (remembered > 0) {
            return List.of(new RememberingReader(asked, key.textHash("text-known"), seen, remembered), structure);
        }
        return Stream.concat(asked.stream(), Stream.of(structure)).toList();
    }

    /** Readers for one thread, with tables of their own. */
    public static List<TextReader> standard(DeploymentKey key, VocabularyTable table) {
        return new TextReaders(key, table).forThread();
    }
}
