// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.explain;

import dev.stillwatch.policies.explain.Setting.Effect;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every setting of a policy in words, in the order of the file: what the explainer prints and the diff compares. */
final class Settings {
    private static final Effect LADDER_EFFECT = new Effect(
            "fewer subjects reach this tier, and later",
            "more subjects reach this tier, and sooner: check false positives");

    private final List<Setting> settings = new ArrayList<>();

    private Settings() {}

    static List<Setting> of(Policy policy) {
        Settings all = new Settings();
        all.identity(policy);
        all.timing(policy.timing());
        all.ladder(policy.ladder());
        all.plan(policy.ladder().plan());
        all.signals(policy);
        all.references(policy);
        all.declarations(policy);
        return List.copyOf(all.settings);
    }

    private void identity(Policy policy) {
        add(
                "policy",
                "name",
                policy.name(),
                "Name that findings give as NAME@VERSION.",
                any("findings name another policy"));
        add("policy", "version", policy.version(), "Grows with every change.", any("findings name the new version"));
        add(
                "policy",
                "valid_from",
                Instant.ofEpochMilli(policy.validFrom()),
                "Event time from which it judges; of several, the latest that is not in the future judges.",
                new Effect("judges from later on", "judges traffic from earlier on"));
        add("policy", "author", policy.author(), "Who answers for it.", any("someone else answers for it"));
        add(
                "policy",
                "mode",
                policy.mode().name().toLowerCase(Locale.ROOT),
                "shadow records what would have been limited; enforce lets limiters act.",
                any("enforce starts, shadow stops, limiting at the gateways"));
    }

    private void timing(Policy.Timing timing) {
        time(
                "bucket",
                timing.bucket(),
                "Length of the event-time bucket that is judged at once.",
                new Effect("coarser and later judgements, less work", "finer and earlier judgements, more work"));
        time(
                "allowance",
                timing.allowance(),
                "How long a closed bucket still waits for late records.",
                new Effect("alerts come later, fewer records are late", "alerts come sooner, more records are late"));
        time(
                "idle",
                timing.idle(),
                "Silence after which a source no longer holds the clock back.",
                new Effect("a silent source delays alerts longer", "a slow source is left out sooner"));
        time(
                "merge_wait",
                timing.mergeWait(),
                "How long the parts of a split record wait for each other.",
                new Effect("fewer torn records, later alerts", "more torn records, earlier alerts"));
        time(
                "epoch",
                timing.epoch(),
                "Least time between two contributions of an account to its ring.",
                new Effect("rings form later, less traffic", "rings form sooner, more traffic"));
    }

    private void time(String name, long millis, String meaning, Effect effect) {
        add("timing", "timing." + name + "_seconds", seconds(millis), meaning, effect);
    }

    private void ladder(Policy.Ladder ladder) {
        tier("watch", ladder.watch(), "Score from which a subject is watched; nothing is limited.");
        tier("throttle", ladder.throttle(), "Score of one family from which a share of the own recent rate is left.");
        tier("restrict", ladder.restrict(), "Score of two families together from which answers are cut as well.");
        tier(
                "suspend",
                ladder.suspend(),
                "Score of three families from which suspension is recommended; a person decides.");
        tier("family_floor", ladder.familyFloor(), "Least score of a family that counts as one.");
        new TreeMap<>(ladder.familyCaps())
                .forEach((family, cap) -> add(
                        "ladder",
                        "ladder.family_caps." + family.label(),
                        nats(cap),
                        "Most evidence that the family " + family.label() + " may give.",
                        new Effect("the family alone weighs more", "the family alone weighs less")));
        add(
                "ladder",
                "ladder.dwell_days",
                ladder.dwellDays(),
                "Least whole days on a tier before one rung down.",
                new Effect("tiers last longer", "tiers end sooner"));
        add(
                "ladder",
                "ladder.hysteresis",
                ladder.hysteresis(),
                "Share of a tier's threshold that the score must fall below before it goes down.",
                new Effect("tiers end sooner", "tiers last longer"));
    }

    private void tier(String name, long milli, String meaning) {
        add("ladder", "ladder." + name, nats(milli), meaning, LADDER_EFFECT);
    }

    private void plan(Policy.PlanSizing plan) {
        Effect more = new Effect("limits bite less", "limits bite more");
        Effect cap = new Effect("longer or more answers under restrict", "shorter or fewer answers under restrict");
        add(
                "ladder.plan",
                "ladder.plan.throttle_share",
                plan.throttleShare(),
                "Share of the subject's own recent hourly exchanges that throttle leaves.",
                more);
        add("ladder.plan", "ladder.plan.restrict_share", plan.restrictShare(), "Share that restrict leaves.", more);
        add(
                "ladder.plan",
                "ladder.plan.least_per_hour",
                plan.leastPerHour(),
                "Never fewer exchanges an hour than this.",
                more);
        add(
                "ladder.plan",
                "ladder.plan.max_tokens",
                plan.maxTokens(),
                "Cap on an answer under restrict, in tokens; -1 for none.",
                cap);
        add("ladder.plan", "ladder.plan.choices", plan.choices(), "Cap on n under restrict; -1 for none.", cap);
        add(
                "ladder.plan",
                "ladder.plan.valid_seconds",
                seconds(plan.validMillis()),
                "How long a standing holds, counted from receipt.",
                new Effect("limits outlive an outage longer", "limits lapse sooner when Stillwatch is silent"));
        add(
                "ladder.plan",
                "ladder.plan.maximum_age_seconds",
                seconds(plan.maximumAgeMillis()),
                "At its start a limiter ignores standings older than this.",
                new Effect(
                        "older standings survive a limiter's restart", "fewer standings survive a limiter's restart"));
    }

    private void signals(Policy policy) {
        new TreeMap<>(policy.signals()).forEach((id, signal) -> {
            add(
                    "signals",
                    "signals." + id + ".cap",
                    nats(signal.capMilli()),
                    "Most evidence that " + id + " may give; a signal that is not listed is off.",
                    new Effect("the signal weighs more", "the signal weighs less"));
            new TreeMap<>(signal.values())
                    .forEach((name, value) -> add(
                            "signals",
                            "signals." + id + ".values." + name,
                            value,
                            "A number of " + id + ", see its description.",
                            any(id + " judges differently: backtest first")));
        });
    }

    private void references(Policy policy) {
        new TreeMap<>(policy.plans())
                .forEach((name, plan) -> add(
                        "plans",
                        "plans." + name,
                        plan.exchangesPerDay() + " exchanges and " + plan.tokensPerDay() + " tokens a day"
                                + (plan.gateway() ? ", gateway" : ""),
                        "What an ordinary heavy user of the plan makes; on a gateway plan many users behind one key are normal.",
                        any("plan mismatch (D7) and multiplexing (D9) are measured against another reference")));
        policy.releases()
                .forEach(release -> add(
                        "releases",
                        "releases." + release.model(),
                        Instant.ofEpochMilli(release.released()),
                        "When the model came out.",
                        any("the release pivot (D10) looks at other days")));
        policy.ordinary()
                .forEach(artefact -> add(
                        "ordinary",
                        "ordinary." + artefact.kind().name().toLowerCase(Locale.ROOT) + "."
                                + HexFormat.of().toHexDigits(artefact.artefact()),
                        artefact.why(),
                        "Everybody's software brings it: it neither gathers accounts to a ring nor ties them.",
                        any("accounts that share it are, or are no longer, candidates for a ring")));
        policy.indicators()
                .forEach(indicator -> add(
                        "indicators",
                        "indicators." + indicator.from() + "." + HexFormat.of().toHexDigits(indicator.template()),
                        nats(indicator.weightMilli()) + " until " + Instant.ofEpochMilli(indicator.until()),
                        "A template that another party reported, by its hash under the sharing group's key.",
                        any("rings that ask with it weigh more, or no longer do")));
    }

    private void declarations(Policy policy) {
        policy.owners().stream()
                .forEach(owner -> add(
                        "owners",
                        "owners." + owner.org(),
                        owner.kind().name().toLowerCase(Locale.ROOT) + " with accounts " + owner.accounts() + ", "
                                + (owner.exchangesPerDay() == 0
                                        ? "no declared volume"
                                        : owner.exchangesPerDay() + " exchanges a day"),
                        "Legitimately runs many accounts.",
                        any("these accounts are, or are no longer, one known owner")));
        policy.sources()
                .forEach(source -> add(
                        "sources",
                        "sources." + source.format(),
                        told(source),
                        "Where records of this format without a caller get their account, what else of the caller they"
                                + " name, and which calls our own limits refused or changed.",
                        any("records of this format go to other accounts, rings and signals gain or lose what ties"
                                + " callers, or our own limits become evidence")));
        policy.passports()
                .forEach(pass -> add(
                        "passports",
                        "passports." + pass.id(),
                        pass.purpose().name().toLowerCase(Locale.ROOT).replace('_', '-') + " by " + pass.owner()
                                + " on "
                                + new TreeSet<>(pass.accounts()) + " from " + Instant.ofEpochMilli(pass.from())
                                + " until "
                                + Instant.ofEpochMilli(pass.until()) + ", " + pass.exchangesPerDay()
                                + " exchanges a day",
                        "A declared run: a recorded non-event within its bounds, an alert beyond them.",
                        any("these accounts are, or are no longer, exempt within the bounds")));
    }

    private static String told(SourceMapping source) {
        List<String> parts = new ArrayList<>();
        source.join()
                .ifPresent(join -> parts.add(
                        "joined: " + join.usage() + " of the record is " + join.audit() + " of the audit log entry"));
        if (!source.accountPath().isEmpty()) {
            parts.add("account at " + source.accountPath());
        }
        source.fields().forEach((field, path) -> parts.add(field.name().toLowerCase(Locale.ROOT) + " at " + path));
        source.limited()
                .forEach(mark -> parts.add("limited by us where " + mark.path() + " is one of " + mark.values()));
        return String.join("; ", parts);
    }

    private void add(String section, String path, Object value, String meaning, Effect effect) {
        settings.add(new Setting(section, path, value.toString(), meaning, effect));
    }

    private static Effect any(String effect) {
        return Effect.of(effect);
    }

    private static String nats(long milli) {
        return milli / 1000.0 + " nats";
    }

    private static String seconds(long millis) {
        Duration duration = Duration.ofMillis(millis);
        return duration.toSeconds() + " s";
    }
}
