// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which counters there are: bounded, found by their key, gone when they hold nothing. */
class CountersTest {
    private static final WindowPlan WINDOW = new WindowPlan(Unit.MINUTE, 3);
    private static final BucketPlan BUCKET = new BucketPlan(Unit.MINUTE, 3, 3, false);

    private final TestClock clock = new TestClock();

    @Test
    void aFloodOfKeysFreesNobodyAndIsBounded() {
        Counters counters = new Counters(clock, 50);
        for (Plan plan : List.of(WINDOW, BUCKET)) {
            counters.take(key("flagged", plan), plan, 3);
        }
        for (int i = 0; i < 10_000; i++) {
            counters.take(key("new" + i, i % 2 == 0 ? WINDOW : BUCKET), i % 2 == 0 ? WINDOW : BUCKET, 1);
            if (i % 1000 == 0) {
                counters.sweep();
            }
        }

        assertThat(counters.size()).isEqualTo(50);
        assertThat(counters.sharing()).isEqualTo(10_000 - 48);
        for (Plan plan : List.of(WINDOW, BUCKET)) {
            assertThat(counters.take(key("flagged", plan), plan, 1).within()).isFalse();
        }
    }

    @Test
    void keysWithLongValuesStandForSeveral() {
        Counters counters = new Counters(clock, 50);
        String value = "v".repeat(4_000);
        for (int i = 0; i < 100; i++) {
            counters.take(key(value + i, WINDOW), WINDOW, 1);
        }
        // 4,002 or 4,003 characters stand for 16.
        assertThat(counters.size()).isEqualTo(3);
        assertThat(counters.take(key(value + 99, WINDOW), WINDOW, 3).within()).isFalse();
        for (int i = 0; i < 100; i++) {
            counters.take(key("short" + i, WINDOW), WINDOW, 1);
        }
        assertThat(counters.size()).isEqualTo(5);

        clock.move(Duration.ofMinutes(1));
        counters.sweep();
        for (int i = 0; i < 100; i++) {
            counters.take(key("short" + i, WINDOW), WINDOW, 1);
        }
        assertThat(counters.size()).isEqualTo(50);
    }

    @Test
    void manyPairsStandForSeveralKeysHoweverShort() {
        Counters counters = new Counters(clock, 50);
        Entry empty = new Entry("k", "");
        for (int i = 0; i < 100; i++) {
            List<Entry> pairs = new ArrayList<>(Collections.nCopies(31, empty));
            pairs.add(new Entry("k", "v" + i));
            counters.take(new CounterKey("d", pairs, WINDOW), WINDOW, 1);
        }
        assertThat(counters.size()).isEqualTo(6);
    }

    @Test
    void withoutRoomAKeyStillGetsNoMoreThanItsLimit() {
        Counters counters = new Counters(clock, 0);
        for (Plan plan : List.of(WINDOW, BUCKET)) {
            long passed = 0;
            for (int i = 0; i < 20; i++) {
                passed += counters.take(key("late", plan), plan, 1).within() ? 1 : 0;
            }
            assertThat(passed).isLessThanOrEqualTo(3);
        }
        clock.move(Duration.ofMinutes(1));
        assertThat(counters.take(key("late", WINDOW), WINDOW, 1).within()).isTrue();
    }

    @Test
    void withoutRoomAKeyGetsNoMoreThanItsBurst() {
        Counters counters = new Counters(clock, 0);
        BucketPlan small = new BucketPlan(Unit.HOUR, 60, 3, false);
        long passed = 0;
        for (int i = 0; i < 60; i++) {
            passed += counters.take(key("late", small), small, 1).within() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(3);
    }

    @Test
    void whatAKeySharedIsChargedWhenItGetsRoom() {
        for (Plan plan : List.of(new WindowPlan(Unit.HOUR, 3), new BucketPlan(Unit.HOUR, 3, 3, false))) {
            for (int asked = 2; asked <= 5; asked++) {
                Counters counters = new Counters(clock, 1);
                counters.take(key("early", WINDOW), WINDOW, 1);
                long passed = passing(counters, plan, asked);
                assertThat(counters.sharing()).isEqualTo(asked);

                // The minute that has the room ends, the hour does not.
                clock.move(Duration.ofMinutes(1));
                counters.sweep();
                assertThat(counters.size()).isZero();
                passed += passing(counters, plan, 5);
                assertThat(counters.size()).isEqualTo(1);
                assertThat(passed).as("%s after %d", plan, asked).isEqualTo(3);
            }
        }
    }

    private static long passing(Counters counters, Plan plan, int times) {
        long passed = 0;
        for (int i = 0; i < times; i++) {
            passed += counters.take(key("late", plan), plan, 1).within() ? 1 : 0;
        }
        return passed;
    }

    @Test
    void withoutRoomOthersOfTheSlotCountTooAndGivingBackHelpsNobody() {
        Counters counters = new Counters(clock, 0);
        for (int i = 0; i < 40_000; i++) {
            counters.take(key("flood" + i, WINDOW), WINDOW, 1);
        }

        assertThat(counters.take(key("late", WINDOW), WINDOW, 1).within()).isFalse();
        assertThat(counters.giveBack(key("late", WINDOW), WINDOW, 1_000))
                .isEqualTo(new Taken(true, 0, 3, 0, Taken.NEVER));
        assertThat(counters.giveBack(key("late", BUCKET), BUCKET, 1_000).remaining())
                .isEqualTo(3);
        assertThat(counters.take(key("late", WINDOW), WINDOW, 1).within()).isFalse();
        assertThat(counters.size()).isZero();
    }

    @Test
    void theSweepDropsWhatHoldsNothingAndOnlyThat() {
        Counters counters = new Counters(clock, 100);
        BucketPlan strict = new BucketPlan(Unit.MINUTE, 60, 2, true);
        counters.take(key("a", WINDOW), WINDOW, 3);
        counters.take(key("a", BUCKET), BUCKET, 3);
        counters.take(key("strict", strict), strict, 2);
        counters.sweep();
        assertThat(counters.size()).isEqualTo(3);

        clock.move(Duration.ofSeconds(59));
        counters.sweep();
        // The strict bucket's burst is full again, its window is not.
        assertThat(counters.size()).isEqualTo(3);
        assertThat(counters.take(key("a", WINDOW), WINDOW, 1).within()).isFalse();

        clock.move(Duration.ofSeconds(1));
        counters.sweep();
        assertThat(counters.size()).isZero();
        assertThat(counters.take(key("a", WINDOW), WINDOW, 1).remaining()).isEqualTo(2);
        assertThat(counters.take(key("a", BUCKET), BUCKET, 1).remaining()).isEqualTo(2);
    }

    @Test
    void sweepingChangesNoDecision() {
        Random random = new Random(2);
        Counters swept = new Counters(clock, 1_000);
        Counters unswept = new Counters(clock, 1_000);
        List<Plan> plans =
                List.of(WINDOW, BUCKET, new BucketPlan(Unit.MINUTE, 4, 2, true), new WindowPlan(Unit.SECOND, 2));
        for (int i = 0; i < 20_000; i++) {
            clock.move(Duration.ofMillis(random.nextInt(900)));
            int which = random.nextInt(plans.size());
            Plan plan = plans.get(which);
            CounterKey key = key(which + "k" + random.nextInt(10), plan);
            int hits = random.nextInt(3);
            if (random.nextInt(10) == 0) {
                swept.giveBack(key, plan, hits);
                unswept.giveBack(key, plan, hits);
            }
            assertThat(swept.take(key, plan, hits)).as("step %d", i).isEqualTo(unswept.take(key, plan, hits));
            if (random.nextInt(5) == 0) {
                swept.sweep();
            }
        }
        assertThat(swept.size()).isLessThan(unswept.size());
    }

    @Test
    void unitsAndAlgorithmsAreCountedApart() {
        Counters counters = new Counters(clock, 100);
        for (Plan plan : List.of(WINDOW, BUCKET, new WindowPlan(Unit.HOUR, 3), new WindowPlan(Unit.DAY, 3))) {
            assertThat(counters.take(key("a", plan), plan, 3).within()).isTrue();
        }
        assertThat(counters.size()).isEqualTo(4);
    }

    @Test
    void keysWhoseHashesCollideAreToldApartAndOrdered() {
        Map<CounterKey, Integer> found = new HashMap<>();
        // Aa and BB have one hash, and so have all texts made of as many of them.
        for (int i = 0; i < 1024; i++) {
            found.put(key(collision(i), WINDOW), i);
        }

        assertThat(found).hasSize(1024);
        assertThat(found.keySet().stream().map(CounterKey::hashCode).distinct()).hasSize(1);
        for (int i = 0; i < 1024; i++) {
            assertThat(found.get(key(collision(i), WINDOW))).isEqualTo(i);
        }
    }

    @Test
    void keysAreOrderedAsTheyAreEqual() {
        List<CounterKey> keys = List.of(
                key("a", WINDOW),
                key("b", WINDOW),
                key("a", BUCKET),
                new CounterKey("e", List.of(new Entry("k", "a")), WINDOW),
                new CounterKey("d", List.of(new Entry("l", "a")), WINDOW),
                new CounterKey("d", List.of(new Entry("k", "a"), new Entry("k", "a")), WINDOW),
                new CounterKey("d", List.of(new Entry("k", "a"), new Entry("k", "b")), WINDOW));
        for (CounterKey one : keys) {
            for (CounterKey other : keys) {
                assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
                assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
            }
            assertThat(one).isNotEqualTo("a key").hasToString(one.toString());
        }
        assertThat(keys.get(6)).hasToString("d[k=a, k=b]");
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertThatThrownBy(() -> new WindowPlan(Unit.DAY, -1)).hasMessage("a limit below zero: -1");
    }

    private static String collision(int bits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append((bits >> i & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static CounterKey key(String value, Plan plan) {
        return new CounterKey("d", List.of(new Entry("k", value)), plan);
    }
}
