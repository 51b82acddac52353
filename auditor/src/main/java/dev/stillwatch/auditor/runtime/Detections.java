// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.adjudicate.Adjudicator;
import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.LadderJudge;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.auditor.sketch.TextReaders;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.policies.key.DeploymentKey;
import java.nio.file.Path;

/** The detection that ships: every format, every reader, every signal. */
public final class Detections {
    private Detections() {}

    /**
     * Makes it; the tables behind the readers are read from the cache directory, or derived once into it, which takes
     * seconds.
     *
     * @param key the deployment's key
     * @param cache directory for derived tables
     * @param productVersion stands in every finding
     */
    public static Detection standard(DeploymentKey key, Path cache, String productVersion) {
        TextReaders readers = new TextReaders(key, VocabularyTable.standard(cache));
        Adjudicator adjudicator = new Adjudicator(new SignalCatalogue());
        OcsfWriter findings = new OcsfWriter(Techniques.packaged(), productVersion);
        return new Detection(
                key,
                FormatRegistry.standard(),
                readers::forThread,
                () -> new LadderJudge(adjudicator, findings),
                productVersion);
    }
}
