// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertSearchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @AfterEach
    void noInterruptIsLeft() {
        boolean unused = Thread.interrupted();
    }

    @Test
    void aFindingIsFoundByItsUid() {
        assertThat(inOneRead(finding("acct-1", "u-1"), finding("acct-1", "u-2")).about("u-2"))
                .containsExactly(finding("acct-1", "u-2").json());
    }

    @Test
    void aNameThatAFindingOnlyMentionsIsNotItsSubject() {
        assertThat(inOneRead(finding("acct-10", "u-1")).about("acct-1")).isEmpty();
    }

    @Test
    void aFindingOfARingIsFoundByTheMembersThatItNames() {
        AlertEvent ring =
                event("ring-1", "{\"unmapped\":{\"ring\":{\"members\":[\"acct-1\"],\"weak_members\":[\"acct-2\"]}}}");

        assertThat(inOneRead(ring).about("acct-1")).containsExactly(ring.json());
        assertThat(inOneRead(ring).about("acct-2")).containsExactly(ring.json());
        assertThat(inOneRead(ring).about("acct")).isEmpty();
    }

    @Test
    void aMemberWhoseNameJsonEscapesIsFound() {
        AlertEvent ring = event("ring-1", "{\"unmapped\":{\"ring\":{\"members\":[\"CORP\\\\ann\"]}}}");

        assertThat(inOneRead(ring).about("CORP\\ann")).containsExactly(ring.json());
    }

    @Test
    void aFindingThatIsNoJsonIsPassedOver() {
        assertThat(inOneRead(event("acct-2", "u-1 {"), finding("acct-1", "u-1")).about("u-1"))
                .containsExactly(finding("acct-1", "u-1").json());
    }

    @Test
    void aSearchGivesUpAfterItsPatience() {
        assertThat(endless(Duration.ofMillis(20)).about("nobody")).isEmpty();
    }

    @Test
    void aSearchEndsWithTheMostThatItMayFind() {
        assertThat(endless(PATIENCE).about("acct-1")).hasSize(AlertSearch.MOST);
    }

    @Test
    void anInterruptedSearchEnds() {
        Thread.currentThread().interrupt();
        assertThat(endless(PATIENCE).about("acct-1")).isEmpty();
    }

    private static AlertSearch inOneRead(AlertEvent... events) {
        return new AlertSearch(new Log(1, List.of(events)), PATIENCE);
    }

    private static AlertSearch endless(Duration patience) {
        return new AlertSearch(new Log(Long.MAX_VALUE, List.of(event("acct-1", "{}"))), patience);
    }

    private static AlertEvent finding(String subject, String uid) {
        return event(subject, "{\"finding_info\":{\"uid\":\"" + uid + "\"},\"subject\":\"" + subject + "\"}");
    }

    private static AlertEvent event(String subject, String json) {
        return new AlertEvent(0, 0, subject, json);
    }

    /** Every read gives the same events; after the stated number of reads the log is at its end. */
    private static final class Log implements AlertFeed, AlertReading {
        private final long reads;
        private final List<AlertEvent> events;
        private long read;

        private Log(long reads, List<AlertEvent> events) {
            this.reads = reads;
            this.events = events;
        }

        @Override
        public AlertReading fromOldest() {
            return this;
        }

        @Override
        public AlertReading fromNow() {
            throw new AssertionError("a search begins with the oldest alert");
        }

        @Override
        public AlertReading after(AlertPosition position) {
            throw new AssertionError("a search begins with the oldest alert");
        }

        @Override
        public List<AlertEvent> poll(Duration atMost) {
            read++;
            return events;
        }

        @Override
        public AlertPosition position() {
            return AlertPosition.of(Map.of(0, read));
        }

        @Override
        public AlertPosition end() {
            return AlertPosition.of(Map.of(0, reads));
        }

        @Override
        public void close() {}
    }
}
