// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.SteadyTime;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The limiter as the command puts it together: standings over the limits file. Every hundredth account that it is prepared
 * for, the one asked about most among them, has a standing that limits nothing: a decision looks up the standing of each
 * account and finds that of some.
 */
final class BenchLimiter implements Decider {
    private static final int WATCHED = 100;

    private final Counters counters = new Counters(SteadyTime.system(), Counters.MOST);
    private final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    private final StandingBook book =
            new StandingBook(InstantSource.system(), System::nanoTime, StandingBook.MOST_SUBJECTS);
    private final Limiter limiter;
    private LimitRequest[] requests = {};

    /** A limiter that nobody has asked yet, with something around it. */
    BenchLimiter(BenchLimits limits, UnaryOperator<Limiter> around) throws IOException {
        FileLimiter file = new FileLimiter(shelf, counters, Modes.OF_RULES);
        BenchLimits.load(limits.file(), shelf);
        this.limiter = around.apply(
                new StandingLimiter(file::decide, book, this::settings, System::nanoTime, StandingBook.MOST_SUBJECTS));
    }

    /** Gives accounts their standings and counters, and makes ready what they are asked about with. */
    BenchLimiter preparedFor(int accounts) {
        for (int i = 0; i < accounts; i += WATCHED) {
            book.accept(watched(BenchLimits.account(i)));
        }
        count(accounts);
        // Made anew: what a counter keeps of its first request is never what a service is asked with later.
        requests = IntStream.range(0, accounts).mapToObj(BenchLimiter::request).toArray(LimitRequest[]::new);
        return this;
    }

    /** Counts a call of each account. */
    void count(int accounts) {
        IntStream.range(0, accounts).forEach(account -> passes(request(account)));
    }

    /** The limiter. */
    Limiter limiter() {
        return limiter;
    }

    /** How many accounts have a counter. */
    int counters() {
        return counters.size();
    }

    @Override
    public boolean passes(int account) {
        return passes(requests[account]);
    }

    private boolean passes(LimitRequest request) {
        try {
            return limiter.decide(request).passes();
        } catch (UndecidedException e) {
            throw new IllegalStateException("nothing here is undecided", e);
        }
    }

    private static LimitRequest request(int account) {
        Entry entry = new Entry(BenchLimits.KEY, BenchLimits.account(account));
        return new LimitRequest(BenchLimits.DOMAIN, List.of(Descriptor.of(entry)), 1);
    }

    DomainSettings settings(String name) {
        Limits limits = shelf.current();
        Domain domain = limits == null ? null : limits.domain(name);
        return domain == null ? DomainSettings.DEFAULT : domain.settings();
    }

    private static Standing watched(String account) {
        long now = System.currentTimeMillis();
        return new Standing(
                account,
                Tier.WATCH,
                Set.of(),
                1_000,
                LimitPlan.NONE,
                "",
                "",
                Standing.Mode.ENFORCE,
                List.of("Published by the bench."),
                "bench@1",
                1,
                now,
                now,
                Duration.ofHours(1).toMillis(),
                Duration.ofHours(1).toMillis());
    }
}
