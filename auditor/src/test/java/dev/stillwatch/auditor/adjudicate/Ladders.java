// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The ladder of DESIGN.md and evidence for it. */
final class Ladders {
    static final Policy.PlanSizing SIZING = new Policy.PlanSizing(0.5, 0.1, 5, 512, 1, 3_600_000, 86_400_000);
    static final Policy.Ladder USUAL = new Policy.Ladder(
            1_000,
            3_000,
            6_000,
            9_000,
            1_000,
            Map.of(
                    Family.CONTENT, 5_000L,
                    Family.PROTOCOL, 9_000L,
                    Family.TIMING, 2_000L,
                    Family.IDENTITY, 4_000L,
                    Family.GROUND_TRUTH, 9_000L),
            2,
            0.7,
            SIZING);

    private Ladders() {}

    static Policy policy(Standing.Mode mode) {
        return new Policy(
                "usual",
                3,
                0,
                "test",
                new Policy.Timing(60_000, 60_000, 60_000, 60_000, 3_600_000),
                Map.of(),
                USUAL,
                mode,
                new Owners(List.of()),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    static Evidence weighs(SignalId signal, int milli) {
        return new Evidence(signal, milli, milli / 10.0, 1.5, signal.title() + " weighs " + milli + ".", FieldSet.NONE);
    }

    static Score score(Evidence... evidence) {
        return Score.of(List.of(evidence), USUAL, 0);
    }

    static List<Evidence> random(SplittableRandom random) {
        return Stream.of(SignalId.values())
                .filter(signal -> random.nextInt(3) > 0)
                .map(signal -> weighs(signal, random.nextInt(-2_000, 6_000)))
                .toList();
    }
}
