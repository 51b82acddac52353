// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.AccountJudge;
import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.auditor.sketch.TextReader;
import dev.stillwatch.policies.key.DeploymentKey;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is detected and with what, whatever it runs on. The suppliers give every stream task its own, because keyed
 * hashes and readers belong to one thread.
 *
 * @param key the deployment's key
 * @param registry understands formats
 * @param assemblers make exchanges of records
 * @param judges judge accounts
 * @param rings how rings are formed and judged
 * @param group id of the sharing group for which templates are hashed too, empty when there is none
 * @param productVersion stands in the findings of intake
 */
public record Detection(
        DeploymentKey key,
        FormatRegistry registry,
        Supplier<ExchangeAssembler> assemblers,
        Supplier<AccountJudge> judges,
        RingPlan rings,
        String group,
        String productVersion) {

    /** Of a build without a version, under one key. */
    public Detection(
            DeploymentKey key,
            FormatRegistry registry,
            Supplier<List<TextReader>> readers,
            Supplier<AccountJudge> judges) {
        this(key, registry, () -> new ExchangeAssembler(key, readers.get()), judges, RingPlan.standard(), "", "0");
    }

    /** The same with accounts judged one by one. */
    public Detection withoutRings() {
        return new Detection(key, registry, assemblers, judges, RingPlan.none(), group, productVersion);
    }
}
