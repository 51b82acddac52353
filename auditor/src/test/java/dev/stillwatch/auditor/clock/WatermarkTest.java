// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.tick.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    @Test
    void holdsStillUntilEverySourceHasSpoken() {
        Watermark watermark = new Watermark();
        assertThat(watermark.advance(new Tick(0, 2, 500, false))).isFalse();
        assertThat(watermark.value()).isEqualTo(Watermark.NOTHING);
        assertThat(watermark.advance(new Tick(1, 2, 300, false))).isTrue();
        assertThat(watermark.value()).isEqualTo(300);
    }

    @Test
    void leavesIdleSourcesOutAndNeverGoesBackWhenTheySpeakAgain() {
        Watermark watermark = new Watermark();
        watermark.advance(new Tick(0, 2, 500, false));
        watermark.advance(new Tick(1, 2, Watermark.NOTHING, true));
        assertThat(watermark.value()).isEqualTo(500);
        watermark.advance(new Tick(1, 2, 100, false));
        assertThat(watermark.value()).isEqualTo(500);
        watermark.advance(new Tick(0, 2, 900, false));
        assertThat(watermark.value()).isEqualTo(500);
    }

    @Test
    void allSilentSourcesKeepWhatWasReached() {
        Watermark watermark = new Watermark(40);
        watermark.advance(new Tick(0, 1, 50, false));
        watermark.advance(new Tick(0, 1, 50, true));
        assertThat(watermark.value()).isEqualTo(50);
    }

    @Test
    void whenAllAreSilentNobodyIsWaitedForAndWhoSpeaksAgainHoldsBackAsBefore() {
        Watermark watermark = new Watermark();
        watermark.advance(new Tick(0, 2, 500, false));
        watermark.advance(new Tick(1, 2, 300, false));
        watermark.advance(new Tick(0, 2, 500, true));
        assertThat(watermark.value()).isEqualTo(300);
        assertThat(watermark.advance(new Tick(1, 2, 300, true))).isTrue();
        assertThat(watermark.value()).isEqualTo(500);
        watermark.advance(new Tick(1, 2, 420, true));
        assertThat(watermark.advance(new Tick(0, 2, 620, true))).isTrue();
        assertThat(watermark.value()).isEqualTo(620);
        // What it said while it was silent went beyond its records.
        watermark.advance(new Tick(1, 2, 640, false));
        watermark.advance(new Tick(0, 2, 510, false));
        assertThat(watermark.value()).isEqualTo(640);
        watermark.advance(new Tick(1, 2, 900, false));
        assertThat(watermark.value()).isEqualTo(640);
        watermark.advance(new Tick(0, 2, 700, false));
        assertThat(watermark.value()).isEqualTo(700);
    }

    @Test
    void silentSourcesThatNeverSpokeCloseNothing() {
        Watermark watermark = new Watermark();
        assertThat(watermark.advance(new Tick(0, 1, Watermark.NOTHING, true))).isFalse();
        assertThat(watermark.value()).isEqualTo(Watermark.NOTHING);
    }

    @Test
    void endsWhenTheLastSourceEnds() {
        Watermark watermark = new Watermark();
        watermark.advance(Tick.end(0, 2));
        assertThat(watermark.value()).isEqualTo(Watermark.NOTHING);
        watermark.advance(Tick.end(1, 2));
        assertThat(watermark.value()).isEqualTo(Tick.END);
    }

    /** Whatever the interleaving, the last value is the least of the sources' last watermarks, and it only grew. */
    @Test
    void anyInterleavingOfTheSourcesEndsAtTheSameValue() {
        Random random = new Random(20261122);
        for (int round = 0; round < 500; round++) {
            int sources = 1 + random.nextInt(6);
            List<List<Tick>> perSource = new ArrayList<>();
            long expected = Long.MAX_VALUE;
            for (int source = 0; source < sources; source++) {
                List<Tick> ticks = new ArrayList<>();
                long time = 0;
                for (int i = 0; i <= random.nextInt(8); i++) {
                    time += random.nextInt(100);
                    ticks.add(new Tick(source, sources, time, false));
                }
                expected = Math.min(expected, time);
                perSource.add(ticks);
            }
            Watermark watermark = new Watermark();
            long before = Watermark.NOTHING;
            while (!perSource.isEmpty()) {
                List<Tick> one = perSource.get(random.nextInt(perSource.size()));
                boolean moved = watermark.advance(one.remove(0));
                assertThat(watermark.value() > before).isEqualTo(moved);
                assertThat(watermark.value()).isGreaterThanOrEqualTo(before);
                before = watermark.value();
                perSource.removeIf(List::isEmpty);
            }
            assertThat(watermark.value()).isEqualTo(expected);
        }
    }

    @Test
    void aClockThatRunsAheadMovesTheSourceByNoMoreThanTheLead() {
        SourceClock clock = new SourceClock(1_000, SourceClock.NOTHING);
        clock.observe(5_000_000, 10_000);
        assertThat(clock.watermark()).isEqualTo(11_000);
        clock.observe(9_000, 12_000);
        assertThat(clock.watermark()).isEqualTo(11_000);
        SourceClock unbounded = new SourceClock(Long.MAX_VALUE, SourceClock.NOTHING);
        unbounded.observe(5_000_000, 10_000);
        assertThat(unbounded.watermark()).isEqualTo(5_000_000);
    }
}
