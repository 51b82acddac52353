// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingStoryTest {
    @Test
    void aFindingTellsTheWholeRing() throws IOException {
        RingFacts ring = Rings.facts(3, 2, List.of(Rings.BY_CARDS), List.of("ring-b", "ring-c"));

        assertThat(RingStory.lines(detail(Rings.harvesting(Stage.NEW, Tier.RESTRICT, ring))))
                .containsExactly(
                        "3 accounts and 2 weakly attached, since 2026-09-20T14:14:00Z",
                        "link: 20 accounts without a common owner have one prompt template, and at least 16 of them share "
                                + "payment fingerprints (15 links, by chance fewer than 0.1)."
                                + " (kind: skeleton, artefact: \"fedcba9876543210\")",
                        "members: acct-100, acct-101, acct-102",
                        "weakly attached: weak-100, weak-101",
                        "served in recent days: 1200 exchanges, 340000 output tokens",
                        "took in: ring-b, ring-c");
    }

    @Test
    void namesBeyondTheCapAreCounted() throws IOException {
        assertThat(RingStory.lines(
                        detail(Rings.harvesting(Stage.NEW, Tier.RESTRICT, Rings.facts(60, 0, List.of(), List.of())))))
                .anyMatch(line -> line.startsWith("members: acct-100, ") && line.endsWith("acct-149 and 10 more"))
                .noneMatch(line -> line.startsWith("weakly attached") || line.startsWith("took in"));
    }

    @Test
    void anAccountsFindingTellsOfNoRing() throws IOException {
        JsonNode detail = detail(OcsfWriterTest.harvesting(Stage.NEW, Tier.RESTRICT));

        assertThat(RingStory.lines(detail)).isEmpty();
        assertThat(RingStory.accounts(detail)).isEmpty();
        assertThat(RingStory.memberships("acct-1", List.of(detail))).isEmpty();
    }

    @Test
    void membershipIsThatOfTheLatestFinding() throws IOException {
        JsonNode many = detail(Rings.harvesting(Stage.NEW, Tier.RESTRICT, Rings.facts(5, 2, List.of(), List.of())));
        JsonNode few = detail(Rings.harvesting(Stage.UPDATED, Tier.RESTRICT, Rings.facts(2, 0, List.of(), List.of())));

        assertThat(RingStory.memberships("acct-104", List.of(few, many)))
                .containsExactly("member of " + Rings.ID + " (core), see explain " + Rings.ID);
        assertThat(RingStory.memberships("weak-101", List.of(few, many)))
                .containsExactly("member of " + Rings.ID + " (weakly attached), see explain " + Rings.ID);
        assertThat(RingStory.memberships("acct-104", List.of(many, few))).isEmpty();
        assertThat(RingStory.memberships("acct-10", List.of(few, many))).isEmpty();
    }

    private static JsonNode detail(Finding finding) throws IOException {
        return written(finding).path("unmapped");
    }

    private static JsonNode written(Finding finding) throws IOException {
        return JsonMapper.builder().build().readTree(new OcsfWriter(Techniques.packaged(), "0.1.0").write(finding));
    }
}
