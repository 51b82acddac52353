// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Exchange;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record counts once within 24 hours, and few ids cost a look-up. */
class DuplicatesTest {
    /** Of so many partitions that a day's filter has one word: it soon says maybe of everything. */
    private static final int TINY = 1 << 20;

    private static final int DAY = (int) (ExchangeMaker.START / ExchangeMaker.DAY);

    @TempDir
    private Path directory;

    private long looked;

    @Test
    void aRecordCountsOnceAndWhatElseIsSaidUnderItsIdIsToldInAnyOrderAndOverRestarts() {
        for (int run = 0; run < 60; run++) {
            Random random = new Random(run);
            int partitions = run % 2 == 0 ? 1 : TINY;
            KeyValueStore<Bytes, byte[]> clock = clock();
            WindowStore<Bytes, byte[]> store = ids();
            Duplicates duplicates = new Duplicates(store, new NewIds(clock, partitions));
            Map<String, TreeSet<Long>> counted = new HashMap<>();
            Map<String, TreeSet<Long>> alone = new HashMap<>();
            for (int bucket = 0; bucket < 60; bucket++) {
                if (random.nextInt(20) == 0) {
                    duplicates = new Duplicates(store, new NewIds(clock, partitions));
                }
                List<Exchange> group = new ArrayList<>();
                List<Exchange> expected = new ArrayList<>();
                int conflicting = 0;
                for (int i = random.nextInt(2 * Duplicates.CROWD); i >= 0; i--) {
                    Exchange exchange = exchange(random.nextInt(40), random.nextInt(8 * 4) * 10_800_000L);
                    group.add(exchange);
                    if (counted.computeIfAbsent(exchange.id(), id -> new TreeSet<>())
                            .add(exchange.time())) {
                        expected.add(exchange);
                        conflicting +=
                                isFirst(alone.computeIfAbsent(exchange.id(), id -> new TreeSet<>()), exchange.time())
                                        ? 0
                                        : 1;
                    }
                }
                Duplicates.Sifted sifted = duplicates.sift(group);
                assertThat(sifted.once()).isEqualTo(expected);
                assertThat(sifted.again()).hasSize(group.size() - expected.size());
                assertThat(sifted.conflicting()).isEqualTo(conflicting);
            }
        }
    }

    @Test
    void whoeverChoosesOneIdForAllIsCountedForAllAndACopyIsNotWhereverItStands() {
        Duplicates duplicates = new Duplicates(ids(), new NewIds(clock(), 4));
        for (int i = 0; i < 1_000; i++) {
            Duplicates.Sifted sifted = duplicates.sift(List.of(exchange(7, i * 1_000L), exchange(7, i * 1_000L)));
            assertThat(sifted.once()).hasSize(1);
            assertThat(sifted.conflicting()).isEqualTo(i == 0 ? 0 : 1);
        }
        Exchange told = exchange(8, 0);
        Exchange again = from("native", told);
        assertThat(duplicates.sift(List.of(told, again)).again()).containsExactly(again);
    }

    /** A span and the event beside it, both with all of the call. */
    @Test
    void twoOpenTelemetryRecordsOfOneCallAreOneWhateverTheySay() {
        Duplicates duplicates = new Duplicates(ids(), new NewIds(clock(), 4));
        Exchange event = from("otel", exchange(1, 2_000));
        Duplicates.Sifted sifted = duplicates.sift(List.of(from("otel", exchange(1, 0)), event));
        assertThat(sifted.again()).containsExactly(event);
        assertThat(sifted.conflicting()).isZero();
    }

    @Test
    void anIdThatAnEarlierBuildKeptWithItsTimeAloneIsADuplicateByItself() {
        WindowStore<Bytes, byte[]> store = ids();
        Exchange exchange = exchange(1, 0);
        store.put(
                Bytes.wrap(Wire.key(exchange.account() + '\0' + exchange.id())),
                ByteBuffer.allocate(Long.BYTES).putLong(exchange.time()).array(),
                DAY * ExchangeMaker.DAY);
        KeyValueStore<Bytes, byte[]> clock = clock();
        new NewIds(clock, 1).put(DAY, 1);
        assertThat(new Duplicates(store, new NewIds(clock, 1))
                        .sift(List.of(exchange(1, 5)))
                        .again())
                .hasSize(1);
    }

    /** The same of another format, in another place. */
    private static Exchange from(String format, Exchange told) {
        return new Exchange(
                told.time(),
                told.id(),
                new Exchange.Origin(format, 3, 99, 12_345),
                told.present(),
                told.identity(),
                told.demand(),
                told.supply(),
                told.text());
    }

    @Test
    void idsOfADayThatBeganInThisProcessAreLookedUpOnlyWhenTheyMayBeThere() {
        Duplicates duplicates = new Duplicates(counting(ids()), new NewIds(clock(), 4));
        for (int i = 0; i < 1_000; i++) {
            assertThat(duplicates.sift(List.of(exchange(i, i * 200_000L))).once())
                    .hasSize(1);
        }
        assertThat(looked).isZero();
        assertThat(duplicates.sift(List.of(exchange(7, 7 * 200_000L))).again()).hasSize(1);
        assertThat(looked).isPositive();
    }

    @Test
    void daysWithIdsFromBeforeARestartAreLookedUpAndLaterOnesAreNot() {
        KeyValueStore<Bytes, byte[]> clock = clock();
        WindowStore<Bytes, byte[]> store = counting(ids());
        new Duplicates(store, new NewIds(clock, 4)).sift(List.of(exchange(1, 0)));
        Duplicates after = new Duplicates(store, new NewIds(clock, 4));
        assertThat(after.sift(List.of(exchange(2, 1))).once()).hasSize(1);
        assertThat(looked).isEqualTo(1);
        assertThat(after.sift(List.of(exchange(3, 2 * ExchangeMaker.DAY))).once())
                .hasSize(1);
        assertThat(looked).isEqualTo(1);
        assertThat(after.sift(List.of(exchange(1, 0))).again()).hasSize(1);
    }

    @Test
    void noIdThatWasPutIsEverCalledNewHoweverManyDaysThereAre() {
        for (int partitions : new int[] {1, TINY}) {
            KeyValueStore<Bytes, byte[]> clock = clock();
            NewIds fresh = new NewIds(clock, partitions);
            Random random = new Random(partitions);
            Map<Integer, List<Long>> put = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                int day = DAY + random.nextInt(3 * NewIds.FILTERS);
                long print = NewIds.print(Bytes.wrap(Wire.key("acct\0" + i)));
                fresh.put(day, print);
                put.computeIfAbsent(day, d -> new ArrayList<>()).add(print);
                NewIds asked = i % 100 == 99 ? new NewIds(clock, partitions) : fresh;
                put.forEach((d, prints) ->
                        assertThat(prints).noneMatch(p -> asked.surelyNew(d, p)).isNotEmpty());
                fresh = asked;
            }
        }
    }

    private static boolean isFirst(TreeSet<Long> counted, long time) {
        long window = Duplicates.WINDOW.toMillis();
        return counted.subSet(time - window + 1, time + window).isEmpty() && counted.add(time);
    }

    private static Exchange exchange(int id, long time) {
        return new ExchangeMaker(id).at(ExchangeMaker.START + time).make();
    }

    @SuppressWarnings("unchecked")
    private WindowStore<Bytes, byte[]> counting(WindowStore<Bytes, byte[]> store) {
        return (WindowStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WindowStore.class}, (proxy, method, arguments) -> {
                    looked += method.getName().equals("fetch") ? 1 : 0;
                    return method.invoke(store, arguments);
                });
    }

    private KeyValueStore<Bytes, byte[]> clock() {
        return made(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(StoreName.JUDGE_CLOCK.label()), Serdes.Bytes(), Serdes.ByteArray()));
    }

    private WindowStore<Bytes, byte[]> ids() {
        return made(Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(
                        StoreName.DUPLICATES.label(), Duplicates.RETENTION, Duration.ofMillis(1), false),
                Serdes.Bytes(),
                Serdes.ByteArray()));
    }

    private <T extends StateStore> T made(StoreBuilder<T> builder) {
        T store = builder.withLoggingDisabled().build();
        store.init(
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile())
                        .getStateStoreContext(),
                store);
        return store;
    }
}
