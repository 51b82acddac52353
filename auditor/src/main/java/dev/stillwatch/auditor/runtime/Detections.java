// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.adjudicate.Adjudicator;
import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.LadderJudge;
import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.auditor.sketch.TextReaders;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

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
        return standard(key, Optional.empty(), 0, cache, productVersion);
    }

    /**
     * Likewise, for who may share or plays the same texts often.
     *
     * @param group for which templates are hashed too, when there is one
     * @param remembered texts of which the reading is remembered ({@link TextReaders}), 0 for none
     */
    public static Detection standard(
            DeploymentKey key, Optional<SharingGroup> group, int remembered, Path cache, String productVersion) {
        RingPlan rings = RingPlan.standard();
        Adjudicator adjudicator = new Adjudicator(
                new SignalCatalogue(), key.start(), rings.rules().kinds());
        OcsfWriter findings = new OcsfWriter(Techniques.packaged(), productVersion);
        return new Detection(
                key,
                FormatRegistry.standard(),
                assemblers(key, group, remembered, VocabularyTable.standard(cache)),
                () -> new LadderJudge(adjudicator, findings),
                rings,
                group.map(SharingGroup::id).orElse(""),
                productVersion);
    }

    /** The tables of the key before are made too when there is one: late records are still hashed under it. */
    private static Supplier<ExchangeAssembler> assemblers(
            DeploymentKey key, Optional<SharingGroup> group, int remembered, VocabularyTable table) {
        TextReaders readers = new TextReaders(key, table, group, remembered);
        if (key.previous().isEmpty()) {
            return () -> new ExchangeAssembler(key, readers.forThread());
        }
        DeploymentKey before = key.previous().get();
        TextReaders readersBefore = new TextReaders(before, table, group, remembered);
        return () -> new ExchangeAssembler(
                key, readers.forThread(), Optional.of(new ExchangeAssembler(before, readersBefore.forThread())));
    }
}
