// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.tick.Tick;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random values of every wire type, the same for the same seed. */
final class Samples extends Draws {
    static final DeploymentKey KEY = DeploymentKey.of(3, new byte[32]);

    Samples(long seed) {
        super(new Random(seed));
    }

    /** Values of what limiters write. */
    LimiterSamples limiter() {
        return new LimiterSamples(random);
    }

    Exchange exchange() {
        return new Exchange(
                count(),
                text(),
                new Exchange.Origin(text(), random.nextInt(64), count(), random.nextLong()),
                new FieldSet(random.nextLong()),
                new Exchange.Identity(
                        name(), text(), text(), count(), hash(), hash(), hash(), hash(), count(), hash(), hash(),
                        hash(), text()),
                new Exchange.Demand(
                        text(),
                        text(),
                        random.nextInt(4000) - 2000,
                        small(),
                        small(),
                        random.nextBoolean(),
                        random.nextInt(21),
                        small(),
                        longs(random.nextInt(17)),
                        random.nextBoolean(),
                        small(),
                        random.nextBoolean()),
                new Exchange.Supply(
                        small(),
                        text(),
                        count(),
                        count(),
                        count(),
                        count(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        hash(),
                        random.nextBoolean(),
                        count()),
                features());
    }

    private TextFeatures features() {
        if (random.nextInt(4) == 0) {
            return TextFeatures.NONE;
        }
        TextFeatures first = new TextFeatures(
                SignSketch.of(random.nextInt(), random.nextInt(100), longs(SignSketch.WORDS)),
                hash(),
                hash(),
                hash(),
                hash(),
                0,
                0,
                new Marks(random.nextInt(1 << 12)),
                random.nextInt(256),
                pick(TextFeatures.Script.values()),
                small(),
                small(),
                small(),
                small(),
                new TextFeatures.Structure(random.nextInt(64)),
                random.nextBoolean(),
                0);
        return withLater(first, random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** Drawn after all else, so that what was drawn before these fields came stays as it was. */
    private static TextFeatures withLater(TextFeatures first, long opening, long closing, long shared) {
        return new TextFeatures(
                first.sketch(),
                first.skeleton(),
                first.system(),
                first.prompt(),
                first.task(),
                opening,
                closing,
                first.marks(),
                first.elicitation(),
                first.script(),
                first.promptCharacters(),
                first.promptTokens(),
                first.turns(),
                first.outputCharacters(),
                first.structure(),
                first.unconfirmed(),
                shared);
    }

    Tick tick() {
        int sources = 1 + random.nextInt(64);
        return new Tick(
                random.nextInt(sources),
                sources,
                random.nextInt(8) == 0 ? Tick.END : random.nextLong(),
                random.nextBoolean());
    }

    Fragment fragment() {
        return new Fragment(name(), small(), random.nextBoolean(), exchange());
    }

    Standing standing() {
        Set<Family> families = new HashSet<>();
        List<String> reasons = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            families.add(pick(Family.values()));
            reasons.add(text());
        }
        return new Standing(
                name(),
                pick(Tier.values()),
                families,
                random.nextLong(),
                new LimitPlan(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextBoolean(),
                        random.nextBoolean()),
                text(),
                text(),
                pick(Standing.Mode.values()),
                reasons,
                text(),
                count(),
                random.nextLong(),
                random.nextLong(),
                count(),
                count());
    }

    Act act() {
        return new Act(
                text(),
                name(),
                pick(Act.Kind.values()),
                pick(Tier.values()),
                count(),
                pick(Act.Verdict.values()),
                text(),
                text(),
                random.nextLong(),
                random.nextLong());
    }

    Contribution contribution() {
        byte[] tally = new byte[random.nextInt(2000)];
        byte[] shift = new byte[random.nextInt(2000)];
        random.nextBytes(tally);
        random.nextBytes(shift);
        byte[] course = {(byte) tally.length, (byte) shift.length};
        return new Contribution(
                name(), text(), random.nextLong(), tally, shift, course, random.nextLong(), random.nextInt(9_000));
    }

    Edge edge() {
        return new Edge(
                name(),
                pick(ArtefactKind.values()),
                random.nextLong(),
                random.nextLong(),
                count(),
                count(),
                random.nextLong(),
                random.nextLong());
    }

    Membership membership() {
        Standing like = standing();
        return new Membership(
                name(),
                text(),
                random.nextBoolean(),
                like.tier(),
                like.families(),
                like.scoreMilli(),
                like.plan(),
                like.mode(),
                like.reasons(),
                like.policy(),
                like.since(),
                like.asOf());
    }

    Reject reject() {
        return new Reject(text(), random.nextInt(64), count(), name(), text(), text());
    }

    Policy policy() {
        Map<String, Policy.SignalSettings> signals = new HashMap<>();
        Map<String, Policy.PlanReference> plans = new HashMap<>();
        List<Policy.Owner> owners = new ArrayList<>();
        List<Passport> passports = new ArrayList<>();
        Map<Family, Long> caps = new EnumMap<>(Family.class);
        for (int i = random.nextInt(5); i > 0; i--) {
            signals.put(name(), new Policy.SignalSettings(small(), Map.of(name(), random.nextGaussian(), "b", -0.0)));
            plans.put(name(), new Policy.PlanReference(count(), count(), random.nextBoolean()));
            owners.add(new Policy.Owner(text(), pick(Policy.Owner.Kind.values()), List.of(name(), name()), count()));
            passports.add(new Passport(
                    name(),
                    Set.of(name()),
                    pick(Passport.Purpose.values()),
                    text(),
                    text(),
                    count(),
                    count(),
                    count()));
            caps.put(pick(Family.values()), random.nextLong());
        }
        return new Policy(
                name(),
                small(),
                random.nextLong(),
                text(),
                new Policy.Timing(count(), count(), count(), count(), count()),
                signals,
                new Policy.Ladder(
                        count(),
                        count(),
                        count(),
                        count(),
                        count(),
                        caps,
                        small(),
                        random.nextDouble(),
                        new Policy.PlanSizing(
                                random.nextDouble(),
                                random.nextDouble(),
                                count(),
                                random.nextInt(),
                                random.nextInt(),
                                count(),
                                count())),
                pick(Standing.Mode.values()),
                new Owners(owners),
                passports,
                List.of(new SourceMapping(name(), text())),
                plans,
                List.of(new Policy.ModelRelease(name(), random.nextLong())),
                List.of(new Policy.OrdinaryArtefact(pick(ArtefactKind.values()), random.nextLong(), text())),
                List.of(new Indicator(random.nextLong(), small(), name(), random.nextLong())));
    }
}
