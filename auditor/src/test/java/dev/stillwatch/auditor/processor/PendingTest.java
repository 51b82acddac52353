// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits: in memory, in the store, and after a restart at any point. Values say under which bucket they came. */
class PendingTest {
    private static final int BUCKET = 10;
    private static final Bytes MARK = Bytes.wrap(new byte[] {3});
    private static final PendingPlace FIRST = place(10, "a");

    private final List<Waiting> topic = new ArrayList<>();
    private KeyValueStore<Bytes, byte[]> clock = store("clock");
    private KeyValueStore<Bytes, byte[]> kept = store("kept");
    private Pending pending = new Pending(clock, MARK, kept, 4);

    @BeforeEach
    void prepare() {
        clock = store("clock");
        kept = store("kept");
        pending = new Pending(clock, MARK, kept, 4);
    }

    @Test
    void isJudgedByBucketThenAccount() {
        hold(20, "a");
        hold(10, "b");
        hold(10, "a");
        hold(10, "b");
        pending.wake(place(10, "c"));
        assertThat(drain(30)).containsExactly("10 a [2]", "10 b [1, 3]", "10 c []", "20 a [0]");
        assertThat(pending.waiting()).isZero();
    }

    @Test
    void onlyBucketsBeforeTheFrontierAreDue() {
        hold(10, "a");
        hold(20, "a");
        assertThat(drain(20)).containsExactly("10 a [0]");
        assertThat(pending.firstBucket()).contains(20L);
    }

    @Test
    void aWakeMadeWhileJudgingIsTakenInItsOrder() {
        hold(10, "a");
        hold(30, "b");
        assertThat(pending.next(40)).map(Pending.Due::place).contains(FIRST);
        pending.wake(place(20, "a"));
        assertThat(drain(40)).containsExactly("20 a []", "30 b [1]");
    }

    @Test
    void ordinaryExchangesNeverTouchTheStore() {
        hold(10, "a");
        hold(10, "b");
        assertThat(kept.approximateNumEntries()).isZero();
        assertThat(drain(20)).hasSize(2);
    }

    @Test
    void whatWaitsLongGoesToTheStoreAndIsStillJudgedWithItsBucket() {
        hold(90, "far ahead");
        for (int i = 0; i < 6; i++) {
            hold(10, "a");
        }
        assertThat(kept.approximateNumEntries()).isEqualTo(3);
        assertThat(drain(100)).containsExactly("10 a [1, 2, 3, 4, 5, 6]", "90 far ahead [0]");
        assertThat(kept.approximateNumEntries()).isZero();
    }

    @Test
    void readingOnceMoreBeginsWithTheOldestThatWaitsInMemory() {
        hold(10, "a");
        hold(20, "a");
        hold(10, "b");
        drain(20);
        assertThat(PendingMark.read(clock, MARK).from()).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            hold(20, "b");
        }
        assertThat(PendingMark.read(clock, MARK).from()).isGreaterThan(1);
    }

    @Test
    void aRestartHalfwayThroughABucketJudgesTheOtherHalf() {
        hold(10, "a");
        hold(10, "b");
        pending.next(20);
        pending.keepClosed();
        restart();
        assertThat(pending.openFrom(BUCKET)).isEqualTo(20);
        assertThat(drain(20)).containsExactly("10 b [1]");
    }

    @Test
    void aLateExchangeIsJudgedOnceWhereItCameAfterARestartToo() {
        hold(10, "a");
        drain(20);
        holdLate(20, "a");
        restart();
        assertThat(pending.waiting()).isEqualTo(1);
        assertThat(drain(30)).containsExactly("20 a [1]");
        restart();
        assertThat(drain(100)).isEmpty();
    }

    @Test
    void anyRunWithRestartsJudgesAsOneWithout() {
        for (int seed = 0; seed < 200; seed++) {
            prepare();
            topic.clear();
            List<String> calm = play(seed, false);
            prepare();
            topic.clear();
            assertThat(play(seed, true)).as("seed %d", seed).isEqualTo(calm);
        }
    }

    /** Arrivals near a frontier that moves on, some late, some far ahead; turns that end halfway; wakes now and then. */
    private List<String> play(int seed, boolean restarts) {
        Random random = new Random(seed);
        List<String> judged = new ArrayList<>();
        long frontier = 0;
        for (int step = 0; step < 120; step++) {
            long ahead = random.nextInt(20) == 0 ? 200 : BUCKET * (random.nextInt(4) - 1L);
            long own = Math.max(0, frontier + ahead);
            String account = "a" + random.nextInt(3);
            if (own < frontier) {
                holdLate(frontier, account);
            } else {
                hold(own, account);
            }
            if (random.nextInt(12) == 0) {
                pending.wake(place(frontier + BUCKET * random.nextInt(3), account));
            }
            if (random.nextInt(6) == 0) {
                frontier += BUCKET * random.nextInt(3);
                judged.addAll(turn(frontier, 1 + random.nextInt(3)));
            }
            if (random.nextInt(9) == 0 && restarts) {
                restart();
                assertThat(pending.openFrom(BUCKET)).isLessThanOrEqualTo(Math.max(0, frontier));
            }
        }
        judged.addAll(drain(Long.MAX_VALUE));
        return judged;
    }

    private void hold(long bucket, String account) {
        Waiting exchange = waiting(bucket, account, bucket);
        pending.hold(exchange);
    }

    // Its own bucket is an earlier one: that is all that the topic knows of it.
    private void holdLate(long bucket, String account) {
        Waiting exchange = waiting(bucket, account, bucket - BUCKET);
        pending.holdLate(exchange);
    }

    private Waiting waiting(long bucket, String account, long own) {
        long offset = topic.size();
        byte[] value = (own + " " + offset).getBytes(StandardCharsets.UTF_8);
        Waiting exchange = new Waiting(bucket, bytes(account), offset, value);
        topic.add(exchange);
        return exchange;
    }

    private void restart() {
        pending = new Pending(clock, MARK, kept, 4);
        pending.reread(
                (name, partition, from, sink) -> topic.stream()
                        .filter(record -> record.offset() >= from)
                        .forEach(record ->
                                sink.take(record.offset(), record.account().get(), record.value())),
                Topic.EXCHANGES,
                0,
                (offset, account, value) -> Optional.of(
                        new Waiting(Long.parseLong(text(value).split(" ", 2)[0]), Bytes.wrap(account), offset, value)));
    }

    private List<String> drain(long frontier) {
        return turn(frontier, Integer.MAX_VALUE);
    }

    private List<String> turn(long frontier, int most) {
        List<String> judged = new ArrayList<>();
        Optional<Pending.Due> due = pending.next(frontier);
        while (due.isPresent()) {
            judged.add(said(due.get()));
            due = judged.size() < most ? pending.next(frontier) : Optional.empty();
        }
        pending.keepClosed();
        return judged;
    }

    private static String said(Pending.Due due) {
        TreeMap<Integer, Boolean> offsets = new TreeMap<>();
        due.exchanges().forEach(value -> offsets.put(Integer.valueOf(text(value).split(" ", 2)[1]), true));
        assertThat(offsets).hasSameSizeAs(due.exchanges());
        return due.place().bucket() + " " + text(due.place().account().get()) + " " + offsets.keySet();
    }

    private static PendingPlace place(long bucket, String account) {
        return new PendingPlace(bucket, bytes(account));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        return InMemoryStores.open(new MockProcessorContext<>(), name);
    }
}
