// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.standing.Tier;
import java.util.Random;
import java.util.stream.Stream;

/** Random values of what limiters write. */
final class LimiterSamples extends Draws {
    private static final LimitDecision.Outcome[] FIRST = {
        LimitDecision.Outcome.REFUSED,
        LimitDecision.Outcome.WOULD_REFUSE,
        LimitDecision.Outcome.ALTERED,
        LimitDecision.Outcome.PASSED,
        LimitDecision.Outcome.UNDECIDED,
        LimitDecision.Outcome.DROPPED
    };

    LimiterSamples(Random random) {
        super(random);
    }

    /** With one of the outcomes that version one began with: golden bytes do not change when others are appended. */
    LimitDecision decision() {
        return new LimitDecision(
                name(),
                text(),
                text(),
                pick(FIRST),
                text(),
                pick(Tier.values()),
                count(),
                random.nextLong(),
                1 + count() / 2,
                1 + count() / 2);
    }

    Probe probe() {
        return new Probe(
                name(),
                name(),
                text(),
                text(),
                random.nextBoolean(),
                new Probe.Outcome(
                        pick(Probe.Verdict.values()),
                        count(),
                        small(),
                        count() - 1,
                        Stream.generate(this::text).limit(random.nextInt(3)).toList(),
                        text()),
                random.nextLong(),
                count());
    }

    CounterSnapshot windowSnapshot() {
        return snapshot(window());
    }

    CounterSnapshot bucketSnapshot() {
        return snapshot(bucket());
    }

    private CounterSnapshot snapshot(CounterState state) {
        CounterId id = new CounterId(random.nextLong(), random.nextLong());
        return new CounterSnapshot(id, random.nextBoolean(), instant(), state);
    }

    private CounterState window() {
        long start = instant();
        return new CounterState.Window(start, 1 + below(CounterState.NEVER - start), held());
    }

    private CounterState bucket() {
        long at = instant();
        long capacity = held();
        return new CounterState.Bucket(
                below(capacity + 1),
                capacity,
                at,
                at + below(CounterState.NEVER - at + 1),
                random.nextBoolean() ? -1 : held());
    }

    private long instant() {
        return below(CounterState.NEVER);
    }

    private long held() {
        return below(CounterState.MOST + 1);
    }
}
