// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Standings, acts and clocks of these tests. A standing is judged at {@link #NOW} and holds for a day. */
final class Given {
    static final long NOW = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
    static final long DAY = Duration.ofDays(1).toMillis();
    static final String POLICY = "default@3";

    /** The wall clock, milliseconds since 1970. */
    final AtomicLong wallMillis = new AtomicLong(NOW);

    /** The clock that never steps. */
    final AtomicLong steadyNanos = new AtomicLong(-5_000);

    final InstantSource wall = () -> Instant.ofEpochMilli(wallMillis.get());
    final LongSupplier nanos = steadyNanos::get;

    /** Both clocks go on, as they do. */
    void pass(Duration time) {
        wallMillis.addAndGet(time.toMillis());
        steadyNanos.addAndGet(time.toNanos());
    }

    StandingBook book() {
        return new StandingBook(wall, nanos, 1_000);
    }

    /** The default plan of a tier, with so many exchanges an hour. */
    static LimitPlan plan(Tier tier, long perHour) {
        return switch (tier) {
            case CLEAR, WATCH -> LimitPlan.NONE;
            case THROTTLE -> new LimitPlan(perHour, 9_000, -1, -1, false, false);
            case RESTRICT, SUSPEND -> new LimitPlan(perHour, 900, 512, 1, true, true);
        };
    }

    /** A standing with what tests change of it. */
    record Say(
            String subject,
            Tier tier,
            LimitPlan plan,
            String ring,
            String budget,
            Standing.Mode mode,
            long version,
            long since,
            long asOf) {
        static Say of(String subject, Tier tier, long perHour) {
            return new Say(subject, tier, Given.plan(tier, perHour), "", "", Standing.Mode.ENFORCE, 1, NOW, NOW);
        }

        Say shadow() {
            return new Say(subject, tier, plan, ring, budget, Standing.Mode.SHADOW, version, since, asOf);
        }

        Say version(long next) {
            return new Say(subject, tier, plan, ring, budget, mode, next, since, asOf);
        }

        Say plan(LimitPlan next) {
            return new Say(subject, tier, next, ring, budget, mode, version, since, asOf);
        }

        Say since(long next) {
            return new Say(subject, tier, plan, ring, budget, mode, version, next, asOf);
        }

        Say asOf(long next) {
            return new Say(subject, tier, plan, ring, budget, mode, version, since, next);
        }

        Say inRing(String id) {
            return new Say(subject, tier, plan, id, id, mode, version, since, asOf);
        }

        Standing standing() {
            return new Standing(
                    subject,
                    tier,
                    Set.of(Family.CONTENT, Family.TIMING),
                    9_000,
                    plan,
                    ring,
                    budget,
                    mode,
                    List.of("Asks for what a copy would learn from.", "Never sleeps."),
                    POLICY,
                    version,
                    since,
                    asOf,
                    DAY,
                    7 * DAY);
        }
    }

    /** A standing that is enforced. */
    static Standing enforced(String subject, Tier tier, long perHour) {
        return Say.of(subject, tier, perHour).standing();
    }

    /** A standing that is only recorded. */
    static Standing shadow(String subject, Tier tier, long perHour) {
        return Say.of(subject, tier, perHour).shadow().standing();
    }

    /** An act of the present instant. */
    Act act(String subject, Act.Kind kind, Tier tier, long version) {
        return act(subject, kind, tier, version, 0);
    }

    /** An act of the present instant, with an end. */
    Act act(String subject, Act.Kind kind, Tier tier, long version, long until) {
        return act(subject, kind, tier, version, until, wallMillis.get());
    }

    /** An act. */
    static Act act(String subject, Act.Kind kind, Tier tier, long version, long until, long time) {
        return new Act(
                subject + kind + tier + version + time,
                subject,
                kind,
                tier,
                version,
                Act.Verdict.NONE,
                "ann",
                "looked at it",
                time,
                until);
    }
}
