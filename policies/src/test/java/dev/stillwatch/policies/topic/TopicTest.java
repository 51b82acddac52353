// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Pins the topics: other people's clusters, permissions and consumers name them. */
final class TopicTest {
    @Test
    void namesAndCleanUpsArePublicContract() {
        assertThat(Arrays.stream(Topic.values())
                        .map(t -> t.topicName() + " | " + t.key() + " | " + t.cleanup() + " | " + t.sensitivity()))
                .containsExactly(
                        "llm.usage | anything | OWNER | TEXT",
                        "asset.access | anything | OWNER | IDENTITY",
                        "stillwatch.fragments | correlation id | DELETE | IDENTITY",
                        "stillwatch.exchanges | account | DELETE | IDENTITY",
                        "stillwatch.contributions | account | COMPACT | IDENTITY",
                        "stillwatch.edges | artefact | DELETE | IDENTITY",
                        "stillwatch.memberships | account | DELETE | IDENTITY",
                        "stillwatch.accesses | actor | DELETE | IDENTITY",
                        "stillwatch.standings | account or ring | COMPACT | IDENTITY",
                        "stillwatch.alerts | subject | DELETE | IDENTITY",
                        "stillwatch.decisions | account | DELETE | IDENTITY",
                        "stillwatch.buckets | hash of a counter | COMPACT | IDENTITY",
                        "stillwatch.marks | mark id | DELETE | IDENTITY",
                        "stillwatch.acts | subject | DELETE_LONG | IDENTITY",
                        "stillwatch.policies | policy id | COMPACT | PLAIN",
                        "stillwatch.probes | limiter | DELETE | PLAIN",
                        "stillwatch.ledger | log id | DELETE_LONG | IDENTITY",
                        "stillwatch.rejects | source | DELETE | PLAIN",
                        "rnd.cost | anything | OWNER | PLAIN");
    }
}
