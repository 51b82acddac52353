// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.redis.RedisAddress;
import dev.stillwatch.ratelimit.redis.RedisCounts;
import dev.stillwatch.ratelimit.redis.RedisPatience;
import dev.stillwatch.ratelimit.redis.RedisTally;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limiters that share a Redis, and a Redis that goes away. */
@Timeout(300)
class RedisCountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Plan WINDOW = new WindowPlan(Unit.YEAR, 500);
    private static final Plan BUCKET = new BucketPlan(Unit.YEAR, 500, 500, false);
    private static final Plan STRICT = new BucketPlan(Unit.YEAR, 400, 500, true);

    @TempDir
    private Path directory;

    @Test
    void twoLimitersWithManyThreadsAdmitNoMoreThanTheLimit() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts one = redis.counts();
                RedisCounts two = redis.counts()) {
            for (Plan plan : List.of(WINDOW, BUCKET, STRICT)) {
                ExecutorService threads = Executors.newFixedThreadPool(8);
                List<Future<Integer>> passed = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    RedisCounts counts = i % 2 == 0 ? one : two;
                    passed.add(threads.submit(() -> within(counts, plan, 100)));
                }
                int sum = 0;
                for (Future<Integer> future : passed) {
                    sum += future.get();
                }
                threads.shutdown();
                assertThat(sum).as(plan.toString()).isEqualTo((int) plan.most());
            }
            assertThat(one.tally().failed() + one.tally().silent()).isZero();
        }
    }

    @Test
    void whatIsLeftThereIsNamedByAHashAndExpires() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts counts = redis.counts();
                RedisCounts keyed = RedisCounts.start(redis.address(), Optional.of(key()), RedisServer.LONG)) {
            counts.count(taking(new WindowPlan(Unit.MINUTE, 5), 1), List.of());
            counts.count(taking(BUCKET, 1), List.of());
            assertThat(keyed.count(taking(BUCKET, 1), List.of()).remaining()).isEqualTo(499);
            withCommands(redis, commands -> {
                List<String> names = commands.keys("*");
                assertThat(names).hasSize(3).allMatch(name -> name.matches("stillwatch:limit:[0-9a-f]{32}"));
                for (String name : names) {
                    assertThat(commands.pttl(name)).isGreaterThan(60_000);
                }
                return names;
            });
        }
    }

    @Test
    void aScriptThatWasFlushedIsGivenAgainWithoutAnyRequestLost() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts counts = redis.counts()) {
            assertThat(counts.count(taking(WINDOW, 1), List.of()).used()).isEqualTo(1);
            withCommands(redis, RedisCommands::scriptFlush);
            assertThat(counts.count(taking(WINDOW, 1), List.of()).used()).isEqualTo(2);
            assertThat(counts.count(taking(WINDOW, 1), List.of()).used()).isEqualTo(3);
            assertThat(counts.tally().loads()).isEqualTo(2);
        }
    }

    @Test
    void whileItIsAwayNothingIsDecidedAndAfterwardsItIsAgain() throws Exception {
        int port = PortProcess.freePort();
        RedisServer redis = RedisServer.start(directory, port);
        try (RedisCounts counts = redis.counts()) {
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(16);
            for (int i = 0; i < 16; i++) {
                var unused = threads.submit(() -> {
                    while (!stop.get()) {
                        try {
                            counts.count(taking(WINDOW, 1), List.of());
                        } catch (UndecidedException e) {
                            Thread.onSpinWait();
                        }
                    }
                });
            }
            redis.close();
            await().atMost(PATIENCE).until(() -> counts.tally().away());
            assertThatThrownBy(() -> counts.count(taking(WINDOW, 1), List.of())).isInstanceOf(UndecidedException.class);
            stop.set(true);
            threads.shutdown();
            try (RedisServer again = RedisServer.start(directory, port)) {
                await().atMost(PATIENCE).until(() -> decides(counts));
                // All that waited when it was killed has been let go: as many as may be in flight find room.
                assertThat(within(counts, new WindowPlan(Unit.DAY, 200), 200)).isEqualTo(200);
                await().atMost(PATIENCE).until(() -> !counts.tally().away());
                RedisTally tally = counts.tally();
                assertThat(tally.turns()).isEqualTo(2);
                assertThat(tally.full()).isZero();
                assertThat(again.port()).isEqualTo(port);
            }
        } finally {
            redis.close();
        }
    }

    @Test
    void oneThatHangsHoldsNobodyLongAndOnlySoMany() throws Exception {
        RedisPatience little = new RedisPatience(Duration.ofSeconds(5), Duration.ofMillis(20), 3);
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts counts = RedisCounts.start(redis.address(), Optional.empty(), little)) {
            await().atMost(PATIENCE).until(() -> decides(counts));
            RedisTally before = counts.tally();
            withCommands(redis, commands -> {
                commands.clientPause(1_500);
                for (int i = 0; i < 20; i++) {
                    assertThat(decides(counts)).isFalse();
                }
                return commands;
            });
            RedisTally after = counts.tally();
            assertThat(after.silent() - before.silent()).isEqualTo(3);
            assertThat(after.full() - before.full()).isEqualTo(17);
            await().atMost(PATIENCE).until(() -> decides(counts));
        }
    }

    @Test
    void whatIsNoneIsSaidAtOnceWithoutThePassword() throws Exception {
        for (String wrong : List.of(
                "127.0.0.1:6379",
                "http://u:secret@127.0.0.1",
                "redis://",
                "redis://u:secret@",
                "redis-sentinel://u:secret@127.0.0.1",
                "redis://u:secret@a b",
                "redis://u:secret@127.0.0.1/many")) {
            assertThatThrownBy(() -> RedisAddress.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("redis://")
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
        RedisAddress nobody = RedisAddress.parse("redis://u:secret@127.0.0.1:" + PortProcess.freePort());
        assertThat(nobody.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> RedisCounts.start(nobody, Optional.empty(), RedisServer.LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(nobody.toString())
                .hasMessageNotContaining("secret");
        try (RedisServer redis = RedisServer.start(
                directory, PortProcess.freePort(), "--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru")) {
            assertThatThrownBy(redis::counts).isInstanceOf(IOException.class).hasMessageContaining("noeviction");
            RedisAddress unknown = RedisAddress.parse("redis://u:secret@127.0.0.1:" + redis.port());
            assertThatThrownBy(() -> RedisCounts.start(unknown, Optional.empty(), RedisServer.LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("secret");
        }
        assertThat(RedisAddress.parse("redis://127.0.0.1").isOpen()).isFalse();
        assertThat(RedisAddress.parse("redis://192.0.2.1").isOpen()).isTrue();
        assertThat(RedisAddress.parse("rediss://192.0.2.1").isOpen()).isFalse();
    }

    private static int within(RedisCounts counts, Plan plan, int calls) throws UndecidedException {
        int within = 0;
        for (int i = 0; i < calls; i++) {
            Taken taken = counts.count(taking(plan, 1), List.of());
            within += taken.within() ? 1 : 0;
        }
        return within;
    }

    private static boolean decides(RedisCounts counts) {
        try {
            counts.count(taking(WINDOW, 0), List.of());
            return true;
        } catch (UndecidedException e) {
            return false;
        }
    }

    private static Taking taking(Plan plan, long hits) {
        return new Taking("llm", List.of(new Entry("account", "sk-a-key of " + plan)), plan, hits, 1, false);
    }

    private static DeploymentKey key() {
        return DeploymentKey.of(1, new byte[DeploymentKey.LEAST_BYTES]);
    }

    private static <T> T withCommands(RedisServer redis, Function<RedisCommands<String, String>, T> asked)
            throws Exception {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
        try {
            Callable<T> call = () -> asked.apply(client.connect().sync());
            return call.call();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
