// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.snapshot.Kept;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others do to a counter while it is looked at, retired or given something back: at the moment at which it reads the clock. */
final class MetCountersTest {
    private static final BucketPlan BUCKET = Restarts.BUCKET;
    private static final CounterKey KEY = new CounterKey("d", List.of(new Entry("k", "v")), BUCKET);
    private static final Runnable NOTHING = () -> {};

    /** What happens at the next readings of the clock, one after the other. */
    private final Deque<Runnable> atReadings = new ArrayDeque<>();

    private final Kept kept = new Kept();
    private final Counters counters = new Counters(this::now, 100, kept);
    private final SnapshotSweep sweep = new SnapshotSweep(List.of(counters.round()), 1_000, 100);

    private Instant now() {
        Runnable next = atReadings.poll();
        if (next != null) {
            next.run();
        }
        return Instant.ofEpochMilli(TestClock.MIDNIGHT);
    }

    private void look() {
        kept.take(sweep.look(TestClock.MIDNIGHT), TestClock.MIDNIGHT);
    }

    private long left() {
        return counters.take(KEY, BUCKET, 0).remaining();
    }

    @Test
    void aBucketThatIsFilledUpWhileItIsLookedAtIsRetiredOnlyWhenItsEndIsTold() {
        counters.take(KEY, BUCKET, 50);
        atReadings.add(NOTHING);
        atReadings.add(() -> {
            counters.giveBack(KEY, BUCKET, 50);
            counters.sweep();
        });
        look();
        assertThat(atReadings).isEmpty();
        assertThat(kept.states).hasSize(1);

        look();
        look();
        assertThat(kept.states).isEmpty();
        counters.sweep();
        assertThat(counters.size()).isZero();
    }

    @Test
    void aBucketThatIsLookedAtWhileItIsRetiredHasASuccessorThatTellsItsEnd() {
        counters.take(KEY, BUCKET, 50);
        atReadings.add(() -> {
            look();
            counters.giveBack(KEY, BUCKET, 50);
        });
        counters.sweep();
        assertThat(kept.states).hasSize(1);
        assertThat(left()).isEqualTo(100);

        look();
        look();
        assertThat(kept.states).isEmpty();
        counters.sweep();
        assertThat(counters.size()).isZero();
    }

    @Test
    void whatARetiredBucketIsGivenBackIsToldOfItsSuccessor() {
        left();
        Runnable taking = () -> counters.take(KEY, BUCKET, 30);
        Runnable retiring = () -> {
            atReadings.add(NOTHING);
            atReadings.add(taking);
            counters.sweep();
            look();
        };
        atReadings.add(retiring);
        counters.giveBack(KEY, BUCKET, 20);
        // The taking met the moment of retiring and was charged twice.
        assertThat(left()).isEqualTo(60);

        look();
        assertThat(new Counters(this::now, 100, kept).take(KEY, BUCKET, 0).remaining())
                .isEqualTo(60);
    }
}
