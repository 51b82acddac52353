// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A gateway can embed this module: it stays free of brokers, buckets and providers, and below every other module. */
@AnalyzeClasses(packages = "dev.stillwatch.policies", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule LIGHT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.github.bucket4j..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule BELOW_EVERY_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.stillwatch.auditor..",
                    "dev.stillwatch.ratelimit..",
                    "dev.stillwatch.watermark..",
                    "dev.stillwatch.deploy..");

    @ArchTest
    static final ArchRule MESSAGES_STAY_IN_THE_CODECS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.stillwatch.policies.wire..", "dev.stillwatch.policies.proto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.stillwatch.policies.proto..", "com.google.protobuf..");
}
