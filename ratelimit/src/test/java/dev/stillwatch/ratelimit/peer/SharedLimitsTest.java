// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that are asked at once, over real doors, let pass what one would. The clock stands: nothing comes back. */
@Timeout(120)
class SharedLimitsTest {
    private static final int THREADS = 8;
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 100, name: per-account}
              - key: bucket
                descriptors:
                  - key: account
                    rate_limit: {unit: hour, requests_per_unit: 36000}
                    stillwatch: {algorithm: token_bucket, burst: 50}
              - key: model
                rate_limit: {unit: minute, requests_per_unit: 30, name: per-model}
            """;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @SuppressWarnings("NullAway.Init")
    private Nodes nodes;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        nodes = new Nodes(directory, LIMITS, Nodes.PATIENT, "a", "b");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        nodes.close();
    }

    @Test
    void aHotKeyPassesNoMoreThanItsWindow() throws Exception {
        assertThat(passing(400, i -> call(Descriptor.of(new Entry("account", "hot")))))
                .isEqualTo(100);
        nodes.clock.move(Duration.ofMinutes(1));
        assertThat(passing(200, i -> call(Descriptor.of(new Entry("account", "hot")))))
                .isEqualTo(100);
    }

    @Test
    void aHotKeyPassesNoMoreThanItsBucketAndWhatCameBack() throws Exception {
        IntFunction<LimitRequest> hot = i -> call(Descriptor.of(new Entry("bucket", ""), new Entry("account", "hot")));
        assertThat(passing(200, hot)).isEqualTo(50);
        nodes.clock.move(Duration.ofSeconds(2));
        assertThat(passing(200, hot)).isEqualTo(20);
    }

    @Test
    void aLimitOfManyAccountsHoldsOverBothNodesAndEachAccountIsStillCounted() throws Exception {
        IntFunction<LimitRequest> calls = i ->
                call(Descriptor.of(new Entry("account", "acct-" + i % 10)), Descriptor.of(new Entry("model", "m")));
        assertThat(passing(100, calls)).isEqualTo(30);
        LimitResponse look = nodes.get(0).ask(calls.apply(3).looking());
        assertThat(look.statuses().get(0).remaining()).isEqualTo(90);
        assertThat(nodes.all.stream().mapToInt(one -> one.counters.size()).sum())
                .as("each key is counted by one node")
                .isEqualTo(11);
    }

    @Test
    void membersOfARingShareItsBudgetOverBothNodes() throws Exception {
        for (Nodes.One one : nodes.all) {
            one.stands(Standings.enforced("ring-1", 40, "ring-1"));
            for (int i = 0; i < 10; i++) {
                one.stands(Standings.enforced("acct-" + i, 100, "ring-1"));
            }
        }
        // A new bucket is half full.
        assertThat(passing(200, i -> call(Descriptor.of(new Entry("account", "acct-" + i % 10)))))
                .isEqualTo(20);
    }

    @Test
    void aPlanHoldsOverBothNodes() throws Exception {
        nodes.all.forEach(one -> one.stands(Standings.enforced("hot", 60, "")));
        assertThat(passing(200, i -> call(Descriptor.of(new Entry("account", "hot")))))
                .isEqualTo(30);
    }

    @Test
    void whatTheFileRefusesIsPutBackAtTheOwner() throws Exception {
        nodes.all.forEach(one -> one.stands(Standings.enforced("hot", 400, "")));
        IntFunction<LimitRequest> calls =
                i -> call(Descriptor.of(new Entry("account", "hot")), Descriptor.of(new Entry("model", "m")));
        assertThat(passing(100, calls)).isEqualTo(30);
        // 200 less 30, of which the account's window leaves 100 less the hundred asked before.
        nodes.clock.move(Duration.ofMinutes(1));
        assertThat(passing(50, i -> call(Descriptor.of(new Entry("account", "hot")))))
                .isEqualTo(50);
        LimitResponse look = nodes.get(1)
                .ask(call(Descriptor.of(new Entry("account", "hot"))).looking());
        assertThat(look.passes()).isTrue();
    }

    /** How many of so many pass, asked by many threads of both nodes by turns. */
    private int passing(int calls, IntFunction<LimitRequest> call) throws Exception {
        List<Future<Integer>> passed = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            passed.add(threads.submit(() -> {
                int passes = 0;
                for (int i = first; i < calls; i += THREADS) {
                    passes += nodes.get(i / THREADS % 2).ask(call.apply(i)).passes() ? 1 : 0;
                }
                return passes;
            }));
        }
        int sum = 0;
        for (Future<Integer> one : passed) {
            sum += one.get();
        }
        return sum;
    }

    private static LimitRequest call(Descriptor... descriptors) {
        return new LimitRequest("llm", List.of(descriptors), 1);
    }
}
