// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Trees that passed their schema to records: seconds to milliseconds, nats to thousandths. */
final class PolicyReader {
    private static final long SECOND = 1000;
    private static final double MILLI = 1000;
    private static final int HEX = 16;

    private PolicyReader() {}

    static Policy policy(
            JsonNode root, List<Policy.Owner> owners, List<SourceMapping> sources, List<Passport> passports) {
        return new Policy(
                root.path("name").asText(),
                root.path("version").asInt(),
                instant(root.path("valid_from")),
                root.path("author").asText(),
                timing(root.path("timing")),
                signals(root.path("signals")),
                ladder(root.path("ladder")),
                Standing.Mode.valueOf(root.path("mode").asText().toUpperCase(Locale.ROOT)),
                new Owners(owners),
                passports,
                sources,
                plans(root.path("plans")),
                releases(root.path("releases")),
                ordinary(root.path("ordinary")),
                indicators(root.path("indicators")));
    }

    private static Policy.Timing timing(JsonNode timing) {
        return new Policy.Timing(
                timing.path("bucket_seconds").asLong() * SECOND,
                timing.path("allowance_seconds").asLong() * SECOND,
                timing.path("idle_seconds").asLong() * SECOND,
                timing.path("merge_wait_seconds").asLong() * SECOND,
                timing.path("epoch_seconds").asLong() * SECOND);
    }

    private static Map<String, Policy.SignalSettings> signals(JsonNode signals) {
        Map<String, Policy.SignalSettings> settings = new HashMap<>();
        signals.properties().forEach(signal -> {
            JsonNode body = signal.getValue();
            if (body.path("enabled").asBoolean(true)) {
                Map<String, Double> values = new HashMap<>();
                body.path("values")
                        .properties()
                        .forEach(v -> values.put(v.getKey(), v.getValue().asDouble()));
                settings.put(signal.getKey(), new Policy.SignalSettings((int) milli(body.path("cap")), values));
            }
        });
        return settings;
    }

    private static Policy.Ladder ladder(JsonNode ladder) {
        Map<Family, Long> caps = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            caps.put(family, milli(ladder.path("family_caps").path(family.label())));
        }
        JsonNode plan = ladder.path("plan");
        return new Policy.Ladder(
                milli(ladder.path("watch")),
                milli(ladder.path("throttle")),
                milli(ladder.path("restrict")),
                milli(ladder.path("suspend")),
                milli(ladder.path("family_floor")),
                caps,
                ladder.path("dwell_days").asInt(),
                ladder.path("hysteresis").asDouble(),
                new Policy.PlanSizing(
                        plan.path("throttle_share").asDouble(),
                        plan.path("restrict_share").asDouble(),
                        plan.path("least_per_hour").asLong(),
                        plan.path("max_tokens").asInt(),
                        plan.path("choices").asInt(),
                        plan.path("valid_seconds").asLong() * SECOND,
                        plan.path("maximum_age_seconds").asLong() * SECOND));
    }

    private static Map<String, Policy.PlanReference> plans(JsonNode plans) {
        Map<String, Policy.PlanReference> references = new HashMap<>();
        plans.properties().forEach(plan -> {
            JsonNode body = plan.getValue();
            references.put(
                    plan.getKey(),
                    new Policy.PlanReference(
                            body.path("exchanges_per_day").asLong(),
                            body.path("tokens_per_day").asLong(),
                            body.path("gateway").asBoolean(false)));
        });
        return references;
    }

    private static List<Policy.ModelRelease> releases(JsonNode releases) {
        List<Policy.ModelRelease> list = new ArrayList<>();
        releases.forEach(release ->
                list.add(new Policy.ModelRelease(release.path("model").asText(), instant(release.path("released")))));
        return list;
    }

    private static List<Policy.OrdinaryArtefact> ordinary(JsonNode ordinary) {
        List<Policy.OrdinaryArtefact> list = new ArrayList<>();
        ordinary.forEach(artefact -> list.add(new Policy.OrdinaryArtefact(
                ArtefactKind.valueOf(artefact.path("kind").asText().toUpperCase(Locale.ROOT)),
                Long.parseUnsignedLong(artefact.path("artefact").asText(), HEX),
                artefact.path("why").asText())));
        return list;
    }

    private static List<Indicator> indicators(JsonNode indicators) {
        List<Indicator> list = new ArrayList<>();
        indicators.forEach(indicator -> list.add(new Indicator(
                Long.parseUnsignedLong(indicator.path("template").asText(), HEX),
                (int) Math.round(MILLI * indicator.path("weight").asDouble()),
                indicator.path("from").asText(),
                Instant.parse(indicator.path("until").asText()).toEpochMilli())));
        return list;
    }

    static List<Policy.Owner> owners(JsonNode root) {
        List<Policy.Owner> owners = new ArrayList<>();
        root.forEach(owner -> {
            List<String> accounts = new ArrayList<>();
            owner.path("accounts").forEach(account -> accounts.add(account.asText()));
            owners.add(new Policy.Owner(
                    owner.path("org").asText(),
                    Policy.Owner.Kind.valueOf(owner.path("kind").asText().toUpperCase(Locale.ROOT)),
                    accounts,
                    owner.path("exchanges_per_day").asLong()));
        });
        return owners;
    }

    static List<SourceMapping> sources(JsonNode root) {
        List<SourceMapping> sources = new ArrayList<>();
        root.forEach(source -> sources.add(new SourceMapping(
                source.path("format").asText(),
                source.path("account_path").asText(),
                join(source.path("join")),
                limited(source.path("limited")),
                fields(source.path("fields")))));
        return sources;
    }

    private static Map<Field, String> fields(JsonNode paths) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        paths.properties()
                .forEach(path -> fields.put(
                        Field.valueOf(path.getKey().toUpperCase(Locale.ROOT)),
                        path.getValue().asText()));
        return fields;
    }

    private static List<SourceMapping.LimitedMark> limited(JsonNode marks) {
        List<SourceMapping.LimitedMark> limited = new ArrayList<>();
        marks.forEach(mark -> {
            List<String> values = new ArrayList<>();
            mark.path("values").forEach(value -> values.add(value.asText()));
            limited.add(new SourceMapping.LimitedMark(mark.path("path").asText(), values));
        });
        return limited;
    }

    private static Optional<SourceMapping.Join> join(JsonNode join) {
        return join.isMissingNode()
                ? Optional.empty()
                : Optional.of(new SourceMapping.Join(
                        join.path("usage").asText(SourceMapping.Join.DEFAULT.usage()),
                        join.path("audit").asText(SourceMapping.Join.DEFAULT.audit())));
    }

    private static long instant(JsonNode text) {
        return Instant.parse(text.asText()).toEpochMilli();
    }

    private static long milli(JsonNode nats) {
        return Math.round(nats.asDouble() * MILLI);
    }
}
