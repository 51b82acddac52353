// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import dev.stillwatch.deploy.bench.standing.BenchFollower;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts that go on calling through a limiter which follows the auditor's standings, each ten times a second until it is
 * refused. Between calls the limiter is asked how each stands, which takes nothing. One thread uses it.
 */
final class Callers implements AutoCloseable {
    private static final long BETWEEN_CALLS = 100;

    private final BenchFollower limiter;
    private final Map<String, Caller> callers = new HashMap<>();

    private Callers(BenchFollower limiter) {
        this.limiter = limiter;
    }

    /** Begins to follow; the policy's first rung is promoted. */
    static Callers follow(String bootstrapServers, DeploymentKey key, String policy, int accounts) throws IOException {
        BenchFollower limiter = BenchFollower.start(bootstrapServers, key, accounts);
        limiter.book()
                .acceptAct(new Act(
                        "bench",
                        policy,
                        Act.Kind.PROMOTE,
                        Tier.THROTTLE,
                        0,
                        Act.Verdict.NONE,
                        "bench",
                        "measured",
                        System.currentTimeMillis(),
                        0));
        return new Callers(limiter);
    }

    /** The account calls from now on. */
    void begin(String account) {
        callers.put(account, new Caller());
    }

    /** Looks how each account stands, and calls as those whose turn it is. */
    void look() {
        callers.forEach((account, caller) -> {
            if (caller.refused == 0) {
                look(account, caller);
            }
        });
    }

    /** When the limiter was first seen to hold the account to its standing, milliseconds since 1970. */
    Optional<Long> enforced(String account) {
        return Optional.ofNullable(callers.get(account))
                .map(caller -> caller.enforced)
                .filter(time -> time > 0);
    }

    /** When the account was first refused, milliseconds since 1970. */
    Optional<Long> refused(String account) {
        return Optional.ofNullable(callers.get(account))
                .map(caller -> caller.refused)
                .filter(time -> time > 0);
    }

    @Override
    public void close() {
        limiter.close();
    }

    private void look(String account, Caller caller) {
        LimitRequest call = new LimitRequest("bench", List.of(Descriptor.of(new Entry("account", account))), 1);
        long now = System.currentTimeMillis();
        if (caller.enforced == 0 && decide(call.looking()).treatment().tier().atLeast(Tier.THROTTLE)) {
            caller.enforced = now;
        }
        if (now >= caller.next) {
            caller.next = now + BETWEEN_CALLS;
            if (!decide(call).passes()) {
                caller.refused = now;
            }
        }
    }

    private LimitResponse decide(LimitRequest request) {
        try {
            return limiter.limiter().decide(request);
        } catch (UndecidedException e) {
            throw new IllegalStateException("nothing here is undecided", e);
        }
    }

    private static final class Caller {
        private long next;
        private long enforced;
        private long refused;
    }
}
