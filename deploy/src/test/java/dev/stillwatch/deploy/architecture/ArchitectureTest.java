// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.stillwatch.deploy.command.StillwatchCommand;
import java.util.ArrayList;
import java.util.List;

/** The directions of modules and packages. This module sees everything, so the rules for all of them stand here. */
@AnalyzeClasses(packages = "dev.stillwatch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.stillwatch.";

    /** The order in which a record passes through the auditor: a package may use those before it, never those after. */
    private static final List<String> AUDITOR = List.of(
            "clock",
            "sketch",
            "intake",
            "profile",
            "signal",
            "ring",
            "adjudicate",
            "alert",
            "sharing",
            "access",
            "leak",
            "ledger",
            "evidence",
            "exposure",
            "query",
            "console",
            "processor",
            "topology",
            "runtime",
            "replay");

    @ArchTest
    static final ArchRule POLICIES_CAN_BE_EMBEDDED = noClasses()
            .that()
            .resideInAPackage(ROOT + "policies..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "auditor..",
                    ROOT + "ratelimit..",
                    ROOT + "watermark..",
                    ROOT + "deploy..",
                    "org.apache.kafka..",
                    "io.github.bucket4j..",
                    "org.bouncycastle..",
                    "com.linecorp.armeria..");

    @ArchTest
    static final ArchRule RATELIMIT_KNOWS_ONLY_POLICIES = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "auditor..", ROOT + "watermark..", ROOT + "deploy..");

    @ArchTest
    static final ArchRule WATERMARK_KNOWS_ONLY_POLICIES = noClasses()
            .that()
            .resideInAPackage(ROOT + "watermark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "auditor..", ROOT + "ratelimit..", ROOT + "deploy..");

    @ArchTest
    static final ArchRule AUDITOR_NEVER_SEES_RATELIMIT = noClasses()
            .that()
            .resideInAPackage(ROOT + "auditor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "ratelimit..", ROOT + "deploy..");

    @ArchTest
    static final ArchRule ONLY_THE_RIM_SEES_KAFKA = noClasses()
            .that()
            .resideInAPackage(ROOT + "auditor..")
            .and()
            .resideOutsideOfPackages(
                    ROOT + "auditor.processor..",
                    ROOT + "auditor.topology..",
                    ROOT + "auditor.replay..",
                    ROOT + "auditor.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule ONLY_FOLLOW_SEES_KAFKA_IN_THE_LIMITER = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .and()
            .resideOutsideOfPackage(ROOT + "ratelimit.follow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule ONLY_DOORS_SEE_HTTP_AND_GRPC_IN_THE_LIMITER = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .and()
            .resideOutsideOfPackage(ROOT + "ratelimit.door..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "ratelimit.door..", "com.linecorp.armeria..", "io.grpc..", "io.netty..", "io.micrometer..");

    @ArchTest
    static final ArchRule COUNTING_KNOWS_NO_OTHER_NODES = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .and()
            .resideOutsideOfPackages(ROOT + "ratelimit.peer..", ROOT + "ratelimit.door..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "ratelimit.peer..");

    @ArchTest
    static final ArchRule NODES_KNOW_NO_LIMITS_FILES = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit.peer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "ratelimit.limits..", ROOT + "ratelimit.header..", ROOT + "ratelimit.record..");

    @ArchTest
    static final ArchRule ONLY_REDIS_SEES_LETTUCE_IN_THE_LIMITER = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .and()
            .resideOutsideOfPackage(ROOT + "ratelimit.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "ratelimit.redis..", "io.lettuce..", "reactor..");

    @ArchTest
    static final ArchRule NOBODY_IN_THE_LIMITER_WAITS_FOR_WHAT_FOLLOWS = noClasses()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .and()
            .resideOutsideOfPackage(ROOT + "ratelimit.follow..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "ratelimit.follow..");

    @ArchTest
    static final ArchRule BOUNCY_CASTLE_STAYS_IN_ITS_ROOMS = noClasses()
            .that()
            .resideInAPackage("dev.stillwatch..")
            .and()
            .resideOutsideOfPackages(ROOT + "watermark.key..", ROOT + "watermark.sign..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule AUDITOR_GOES_ONE_WAY = auditorOrder();

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.stillwatch.(*).(*)..")
            .should()
            .beFreeOfCycles()
            // The root of the command tree registers every door, wherever it lives; doors use what stands beside it.
            .ignoreDependency(equivalentTo(StillwatchCommand.class), alwaysTrue());

    @ArchTest
    static final ArchRule DETECTION_READS_NO_WALL_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "auditor.sketch..",
                    ROOT + "auditor.profile..",
                    ROOT + "auditor.signal..",
                    ROOT + "auditor.ring..",
                    ROOT + "auditor.adjudicate..",
                    ROOT + "auditor.alert..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_OWN_THE_TERMINAL = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "deploy..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchRule auditorOrder() {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < AUDITOR.size() - 1; i++) {
            String[] later = AUDITOR.subList(i + 1, AUDITOR.size()).stream()
                    .map(name -> ROOT + "auditor." + name + "..")
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(ROOT + "auditor." + AUDITOR.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .as("auditor." + AUDITOR.get(i) + " uses no later package"));
        }
        return CompositeArchRule.of(rules);
    }
}
