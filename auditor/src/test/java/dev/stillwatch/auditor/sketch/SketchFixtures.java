// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.DeploymentKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The table (derived once a machine and build directory) and readers under a fixed key. */
final class SketchFixtures {
    static final VocabularyTable TABLE = VocabularyTable.standard(Path.of("target", "vocabulary-cache"));
    static final DeploymentKey KEY = key("a fixed secret of the sketch tests, 32+ bytes");
    static final KeyedEmbedding EMBEDDING = KeyedEmbedding.of(TABLE, KEY);
    static final PhraseRules MARKS = PhraseRules.parse(Statements.resource("marks.txt"));
    static final TextReaders READERS = new TextReaders(KEY, TABLE);

    private SketchFixtures() {}

    static DeploymentKey key(String secret) {
        return DeploymentKey.of(1, secret.getBytes(StandardCharsets.UTF_8));
    }

    static TextFeatures read(String system, String prompt, String output) {
        Reading reading = new Reading();
        READERS.forThread().forEach(reader -> reader.read(ExchangeText.of(system, List.of(prompt), output), reading));
        return reading.features();
    }

    static Marks marks(String prompt) {
        Reading reading = new Reading();
        new MarkReader(MARKS).read(ExchangeText.of("", List.of(prompt), ""), reading);
        return reading.features().marks();
    }
}
