// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.alert.RingStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through the alerts kept for those about one subject, for those about rings that name it, or for one finding. Safe
 * for several threads.
 */
public final class AlertSearch {
    /** Most findings of one answer; a subject's alerts are folded by tier, so that nobody has as many. */
    public static final int MOST = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AlertFeed feed;
    private final Duration patience;

    /**
     * A search.
     *
     * @param feed what is looked through
     * @param patience after how long it answers with what it has
     */
    public AlertSearch(AlertFeed feed, Duration patience) {
        this.feed = feed;
        this.patience = patience;
    }

    /** The findings whose subject or uid is the wanted one or whose ring names it, oldest first in each partition, as they are in the log. */
    public List<String> about(String wanted) {
        List<String> found = new ArrayList<>();
        long started = System.nanoTime();
        try (AlertReading reading = feed.fromOldest()) {
            AlertPosition end = reading.end();
            while (!reading.position().reached(end)
                    && found.size() < MOST
                    && System.nanoTime() - started < patience.toNanos()
                    && !Thread.currentThread().isInterrupted()) {
                reading.poll(POLL).stream()
                        .filter(event -> concerns(event, wanted))
                        .map(AlertEvent::json)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean concerns(AlertEvent event, String wanted) {
        if (event.subject().equals(wanted)) {
            return true;
        }
        // The cheap look first: most findings are about somebody else. It cannot see a name that JSON escapes.
        boolean escaped = wanted.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\');
        if (!escaped && !event.json().contains(wanted)) {
            return false;
        }
        try {
            JsonNode finding = JSON.readTree(event.json());
            return finding.path("finding_info").path("uid").asText().equals(wanted)
                    || RingStory.isNamed(wanted, finding.path("unmapped"));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
