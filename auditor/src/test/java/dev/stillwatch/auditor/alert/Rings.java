// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import dev.stillwatch.auditor.adjudicate.AlertId;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Findings about rings. */
final class Rings {
    static final String ID = "ring-00000000000000a1";
    static final LimitPlan BUDGET = new LimitPlan(12, 900, 512, 1, true, true);
    /** Seen 15 times; of 1,000 parties 45 pairs, so that 20 have 45 * 380 / 999,000 = 0.017 by chance. */
    static final Tie BY_CARDS = tie(ArtefactKind.SKELETON, ArtefactKind.PAYMENT, 20, 45, 15);
    /** Seen 9 times; 3,000 pairs make 1.1 by chance. */
    static final Tie BY_NETWORKS = tie(ArtefactKind.SYSTEM, ArtefactKind.NETWORK, 20, 3_000, 9);

    private static final long TIME = 1_790_000_060_000L;
    private static final long SINCE = TIME - 86_400_000;

    private Rings() {}

    static Tie tie(ArtefactKind hub, ArtefactKind by, long group, long sharing, long repeats) {
        return new Tie(new Artefact(hub, 0xfedc_ba98_7654_3210L), by, new Coincidence(1_000, group, sharing, repeats));
    }

    /** The usual ring, two accounts of 25 named among the weakly attached. */
    static RingFacts facts() {
        return facts(20, 5, List.of(BY_NETWORKS, BY_CARDS), List.of("ring-00000000000000b2"));
    }

    static RingFacts facts(int core, int weak, List<Tie> ties, List<String> predecessors) {
        return new RingFacts(
                ID,
                SINCE,
                core,
                weak,
                named("acct-", core),
                named("weak-", weak),
                ties,
                shared(ties),
                predecessors,
                1_200,
                340_000);
    }

    static Finding.RingHarvesting harvesting(Finding.Stage stage, Tier tier, RingFacts ring) {
        Score score = OcsfWriterTest.harvesting(stage, tier).score();
        return harvesting(stage, tier, ring, score, Standing.Mode.SHADOW, BUDGET);
    }

    static Finding.RingHarvesting harvesting(
            Finding.Stage stage, Tier tier, RingFacts ring, Score score, Standing.Mode mode, LimitPlan budget) {
        Finding.Head head = new Finding.Head(
                AlertId.of("ring-harvesting", ring.id(), TIME, "usual@3"), ring.id(), stage, TIME, 1, TIME, "usual@3");
        return new Finding.RingHarvesting(head, ring, tier, Tier.THROTTLE, mode, score, budget, 4);
    }

    /** As in a deployment that is in a sharing group: a hash for every template. */
    private static Map<Artefact, Long> shared(List<Tie> ties) {
        return ties.stream()
                .map(Tie::hub)
                .filter(hub -> hub.kind() == ArtefactKind.SKELETON)
                .distinct()
                .collect(Collectors.toMap(hub -> hub, hub -> 0x0123_4567_89ab_cdefL));
    }

    private static List<String> named(String prefix, int of) {
        return IntStream.range(0, Math.min(of, RingFacts.MOST_NAMED))
                .mapToObj(n -> prefix + (100 + n))
                .toList();
    }
}
