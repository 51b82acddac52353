// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.follow.DecisionWriter;
import dev.stillwatch.ratelimit.follow.StandingFollower;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What {@code /metrics} shows of a limiter on a cluster: what was read and what was not believed, what it came to, and what
 * became of the decisions. All are read when they are scraped; those that only grow count since the start.
 */
final class FollowingGauges {
    private final Map<String, LongSupplier> gauges = new HashMap<>();

    private FollowingGauges() {}

    static Map<String, LongSupplier> of(
            StandingBook book,
            StandingLimiter standings,
            StandingFollower follower,
            DecisionLog log,
            DecisionWriter writer) {
        FollowingGauges all = new FollowingGauges();
        all.reading(follower);
        all.holding(book);
        all.deciding(standings);
        all.recording(log, writer);
        all.gauges.putAll(DecidingGauges.of(standings, log.spared()));
        return Map.copyOf(all.gauges);
    }

    private void reading(StandingFollower follower) {
        gauges.put("standings.ready", () -> follower.isReady() ? 1 : 0);
        gauges.put("standings.broker.away", () -> follower.tally().away() ? 1 : 0);
        gauges.put("standings.broker.turns", () -> follower.tally().turns());
        gauges.put("standings.behind", () -> follower.tally().behind());
        gauges.put("standings.read", () -> follower.tally().standings());
        gauges.put("acts.read", () -> follower.tally().acts());
        gauges.put("standings.ignored", () -> follower.tally().ignored());
        gauges.put("standings.unverified", () -> follower.tally().unverified());
    }

    private void holding(StandingBook book) {
        gauges.put("standings.subjects", () -> book.tally().subjects());
        gauges.put("standings.stopped", () -> book.stopped() ? 1 : 0);
        gauges.put("standings.taken", () -> book.tally().taken());
        gauges.put("standings.not.newer", () -> book.tally().notNewer());
        gauges.put("standings.too.old", () -> book.tally().tooOld());
        gauges.put("standings.no.room", () -> book.tally().noRoom());
        gauges.put("standings.forgotten", () -> book.tally().forgotten());
        gauges.put("acts.taken", () -> book.tally().acts());
        gauges.put("acts.forgotten", () -> book.tally().actsForgotten());
        gauges.put("tier.changes", () -> book.tally().tierChanges());
        gauges.put("mode.changes", () -> book.tally().modeChanges());
    }

    private void deciding(StandingLimiter standings) {
        gauges.put("standings.refused", () -> standings.tally().refused());
        gauges.put("standings.buckets", () -> standings.tally().buckets());
        gauges.put("standings.buckets.lost", () -> standings.tally().lostBuckets());
    }

    private void recording(DecisionLog log, DecisionWriter writer) {
        gauges.put("decisions.dropped", log::dropped);
        gauges.put("decisions.written", writer::written);
        gauges.put("decisions.failed", writer::failed);
    }
}
