// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.ring.Ring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FormingBenchTest {
    private final StringWriter out = new StringWriter();
    private final FormingBench bench = new FormingBench(new PrintWriter(out, true));

    @Test
    void bothWaysSettleOnASmallGraph() throws IOException {
        bench.run(400, 1);

        assertThat(out.toString())
                .contains("disjoint sets, cold: 440 links of 400 accounts")
                .contains("an epoch of one ring of 400 members:")
                .contains("labels over a topic, 1 thread(s): 440 links given");
    }

    @Test
    void aCampaignInACrowdIsFoundAndNothingElse() {
        List<Ring> rings = bench.finder(new Crowd(4_000));

        assertThat(rings).hasSize(1);
        assertThat(rings.get(0).members()).hasSize(Crowd.CAMPAIGN);
        assertThat(out.toString()).contains("4,000 accounts, 28,000 links");
    }

    @Test
    void everyAccountIsInOneRingAndCampaignsTakeTheirCardsWithThem() {
        List<Ring> rings = bench.forest(new LinkGraph(400));
        Set<String> members = new HashSet<>();
        rings.forEach(ring -> members.addAll(ring.members()));

        assertThat(members).hasSize(400);
        assertThat(rings.stream().mapToInt(ring -> ring.members().size()).sum()).isEqualTo(400);
        // Ten members of the first campaign on ten cards of four; the second one has the other thirty members.
        assertThat(rings.stream().mapToInt(ring -> ring.members().size()).max()).hasValue(120);
    }
}
