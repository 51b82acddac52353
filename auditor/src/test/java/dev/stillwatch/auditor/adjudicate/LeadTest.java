// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeadTest {
    @Test
    void whatMostHaveLeads() {
        Lead lead = Lead.NONE.with(Map.of(5L, 3L)).with(Map.of(6L, 1L, 5L, 4L));

        assertThat(lead.by()).isEqualTo(6);
    }

    @Test
    void whatOthersOutnumberLeadsNoMore() {
        Lead lead = Lead.NONE.with(Map.of(5L, 2L)).with(Map.of(6L, 5L));

        assertThat(lead).isEqualTo(Lead.NONE.with(Map.of(6L, 3L)));
        assertThat(lead.with(Map.of(7L, 3L))).isEqualTo(Lead.NONE);
    }

    @Test
    void theLeadIsNeverMoreThanThereWereNorLessThanByHowMuchTheyOutnumberAllOthers() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Lead lead = Lead.NONE;
            Map<Long, Long> all = new HashMap<>();
            int of = 0;
            for (int bucket = 0; bucket < 30; bucket++) {
                Map<Long, Long> counts = new HashMap<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    counts.merge(random.nextInt(10) < seed % 10 ? 1L : random.nextInt(20), 1L, Long::sum);
                    of++;
                }
                counts.forEach((value, count) -> all.merge(value, count, Long::sum));
                lead = lead.with(counts);
            }
            long most = all.values().stream().mapToLong(count -> count).max().orElseThrow();

            assertThat(lead.by()).as("seed %d", seed).isLessThanOrEqualTo(most).isGreaterThanOrEqualTo(2 * most - of);
        }
    }

    @Test
    void itComesBackFromItsBytes() {
        for (Lead lead : new Lead[] {Lead.NONE, Lead.NONE.with(Map.of(-77L, 4_000L))}) {
            ByteWriter out = new ByteWriter();
            lead.write(out);

            assertThat(Lead.read(new ByteReader(out.bytes()))).isEqualTo(lead);
            assertThat(out.bytes().length).isLessThanOrEqualTo(8);
        }
    }
}
