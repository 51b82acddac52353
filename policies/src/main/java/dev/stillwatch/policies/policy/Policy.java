// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that judging depends on besides the traffic, as one immutable, versioned snapshot.
 *
 * @param name name of the policy
 * @param version grows with every change
 * @param validFrom event time from which it judges, milliseconds since 1970
 * @param author who wrote it
 * @param timing buckets and allowances
 * @param signals settings of each signal by its id, {@code D1} and so on; a missing signal is off
 * @param ladder thresholds and dwell
 * @param mode shadow or enforce
 * @param owners known owners of many accounts
 * @param passports verified passports
 * @param sources how formats without a caller get one
 * @param plans what a plan is for
 * @param releases when models came out
 * @param ordinary artefacts that everybody's software brings: they make no ring
 * @param indicators templates that other parties reported, with the weight that they have here
 */
public record Policy(
        String name,
        int version,
        long validFrom,
        String author,
        Timing timing,
        Map<String, SignalSettings> signals,
        Ladder ladder,
        Standing.Mode mode,
        Owners owners,
        List<Passport> passports,
        List<SourceMapping> sources,
        Map<String, PlanReference> plans,
        List<ModelRelease> releases,
        List<OrdinaryArtefact> ordinary,
        List<Indicator> indicators) {
    private static final char BEFORE_VERSION = '@';

    /** Copies the collections. */
    public Policy {
        signals = Map.copyOf(signals);
        passports = List.copyOf(passports);
        sources = List.copyOf(sources);
        plans = Map.copyOf(plans);
        releases = List.copyOf(releases);
        ordinary = List.copyOf(ordinary);
        indicators = List.copyOf(indicators);
    }

    /** The same with other buckets and allowances. */
    public Policy withTiming(Timing other) {
        return with(other, passports, indicators);
    }

    /** The same with other passports. */
    public Policy withPassports(List<Passport> others) {
        return with(timing, others, indicators);
    }

    /** The same with other indicators. */
    public Policy withIndicators(List<Indicator> others) {
        return with(timing, passports, others);
    }

    private Policy with(Timing buckets, List<Passport> passes, List<Indicator> reports) {
        return new Policy(
                name, version, validFrom, author, buckets, signals, ladder, mode, owners, passes, sources, plans,
                releases, ordinary, reports);
    }

    /** The id that findings name: {@code name@version}. */
    public String id() {
        return name + BEFORE_VERSION + version;
    }

    /** The name in a policy's id; an id without a version is a name. */
    public static String nameOf(String id) {
        int at = id.lastIndexOf(BEFORE_VERSION);
        return at < 0 ? id : id.substring(0, at);
    }

    /** Settings of a signal, empty when it is off. */
    public Optional<SignalSettings> signal(String id) {
        return Optional.ofNullable(signals.get(id));
    }

    /**
     * Buckets and allowances, all in milliseconds.
     *
     * @param bucket length of a judging bucket, event time
     * @param allowance how long a closed bucket still waits for late records, event time
     * @param idle after how long of the wall clock a silent source no longer holds the watermark
     * @param mergeWait how long the parts of a split record wait for each other, event time
     * @param epoch how often contributions and edges are written at the most, event time
     */
    public record Timing(long bucket, long allowance, long idle, long mergeWait, long epoch) {}

    /**
     * Settings of one signal.
     *
     * @param capMilli most evidence that the signal may give, in thousandths of a nat
     * @param values named numbers, as the signal's Javadoc lists them
     */
    public record SignalSettings(int capMilli, Map<String, Double> values) {
        /** Copies the map. */
        public SignalSettings {
            values = Map.copyOf(values);
        }

        /**
         * A named number.
         *
         * @throws IllegalArgumentException when the policy lacks it; the loader's schema prevents that
         */
        public double value(String name) {
            Double value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the policy lacks the signal value '" + name + "'");
            }
            return value;
        }
    }

    /**
     * The ladder. Scores are in thousandths of a nat.
     *
     * @param watch least score for watch
     * @param throttle least score for throttle, one family is enough
     * @param restrict least score for restrict, two families
     * @param suspend least score for a recommended suspension, three families
     * @param familyFloor least score of a family that counts as one
     * @param familyCaps most that a family may give
     * @param dwellDays least whole days on a tier before it goes down by one rung
     * @param hysteresis share of a tier's threshold (0..1) below which a subject must fall before it goes down
     * @param plan how plans are sized
     */
    public record Ladder(
            long watch,
            long throttle,
            long restrict,
            long suspend,
            long familyFloor,
            Map<Family, Long> familyCaps,
            int dwellDays,
            double hysteresis,
            PlanSizing plan) {
        /** Copies the map. */
        public Ladder {
            familyCaps = Map.copyOf(familyCaps);
        }
    }

    /**
     * How a limit plan is sized from the subject's own recent rate.
     *
     * @param throttleShare share of the recent hourly exchanges that throttle leaves, 0..1
     * @param restrictShare share that restrict leaves
     * @param leastPerHour never fewer exchanges an hour than this
     * @param maxTokens cap on an answer under restrict
     * @param choices cap on n under restrict
     * @param validMillis how long a standing holds from receipt
     * @param maximumAgeMillis at a limiter's start, older standings are ignored
     */
    public record PlanSizing(
            double throttleShare,
            double restrictShare,
            long leastPerHour,
            int maxTokens,
            int choices,
            long validMillis,
            long maximumAgeMillis) {
        /**
         * Whether what limits has to be said again: a limiter forgets it when its validity ends.
         *
         * @param tier the tier held
         * @param said event time at which it was said last
         * @param now event time, not before
         */
        public boolean isDue(Tier tier, long said, long now) {
            return tier.atLeast(Tier.THROTTLE) && now - said >= validMillis / 2;
        }

        /** Whether of the same rate both make the same plan, however long it holds. */
        public boolean sizesAs(PlanSizing other) {
            return equals(new PlanSizing(
                    other.throttleShare,
                    other.restrictShare,
                    other.leastPerHour,
                    other.maxTokens,
                    other.choices,
                    validMillis,
                    maximumAgeMillis));
        }
    }

    /**
     * An organisation that legitimately runs many accounts.
     *
     * @param org its name as in {@code account.org}
     * @param kind what it is
     * @param accounts patterns of its account ids: the first {@code *} of one matches anything
     * @param exchangesPerDay declared volume over all its accounts; 0 when it declares none, which is no bound
     */
    public record Owner(String org, Kind kind, List<String> accounts, long exchangesPerDay) {
        /** Copies the list. */
        public Owner {
            accounts = List.copyOf(accounts);
        }

        /** What an owner is. */
        public enum Kind {
            ENTERPRISE,
            GATEWAY,
            UNIVERSITY,
            RESELLER
        }
    }

    /**
     * What a plan is made for: the reference of plan mismatch.
     *
     * @param exchangesPerDay exchanges a day that an ordinary heavy user of the plan makes
     * @param tokensPerDay tokens a day, read and written
     * @param gateway whether many users behind one key are normal on this plan
     */
    public record PlanReference(long exchangesPerDay, long tokensPerDay, boolean gateway) {}

    /**
     * When a model came out.
     *
     * @param model name as in records
     * @param released event time, milliseconds since 1970
     */
    public record ModelRelease(String model, long released) {}

    /**
     * Something that accounts share without acting as one: an SDK's default system text, a popular harness's template,
     * one vendor's product on many customers' keys, a reseller's card.
     *
     * @param kind what it is
     * @param artefact its keyed hash, as findings about rings show it
     * @param why for people
     */
    public record OrdinaryArtefact(ArtefactKind kind, long artefact, String why) {}
}
