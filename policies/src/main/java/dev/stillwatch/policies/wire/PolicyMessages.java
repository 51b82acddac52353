// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;
import static dev.stillwatch.policies.wire.Ranges.finite;
import static dev.stillwatch.policies.wire.Ranges.named;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.proto.FamilyCapMessage;
import dev.stillwatch.policies.proto.FieldPathMessage;
import dev.stillwatch.policies.proto.JoinMessage;
import dev.stillwatch.policies.proto.LadderMessage;
import dev.stillwatch.policies.proto.LimitedMarkMessage;
import dev.stillwatch.policies.proto.OwnerMessage;
import dev.stillwatch.policies.proto.PassportMessage;
import dev.stillwatch.policies.proto.PlanSizingMessage;
import dev.stillwatch.policies.proto.SourceMappingMessage;
import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The larger parts of a policy, to messages and back. */
final class PolicyMessages {
    private static final Family[] FAMILIES = Family.values();
    private static final Field[] FIELDS = Field.values();
    private static final Policy.Owner.Kind[] OWNER_KINDS = Policy.Owner.Kind.values();
    private static final Passport.Purpose[] PURPOSES = Passport.Purpose.values();

    private PolicyMessages() {}

    static LadderMessage ladder(Policy.Ladder ladder) {
        LadderMessage.Builder message = LadderMessage.newBuilder()
                .setWatch(ladder.watch())
                .setThrottle(ladder.throttle())
                .setRestrict(ladder.restrict())
                .setSuspend(ladder.suspend())
                .setFamilyFloor(ladder.familyFloor())
                .setDwellDays(ladder.dwellDays())
                .setHysteresis(ladder.hysteresis())
                .setPlan(sizing(ladder.plan()));
        for (Family family : FAMILIES) {
            Long cap = ladder.familyCaps().get(family);
            if (cap != null) {
                message.addFamilyCaps(FamilyCapMessage.newBuilder()
                        .setFamily(family.ordinal())
                        .setCap(cap));
            }
        }
        return message.build();
    }

    static Policy.Ladder ladder(LadderMessage message) throws WireException {
        Map<Family, Long> caps = new EnumMap<>(Family.class);
        for (FamilyCapMessage cap : message.getFamilyCapsList()) {
            caps.put(constant(FAMILIES, cap.getFamily(), "family"), cap.getCap());
        }
        return new Policy.Ladder(
                message.getWatch(),
                message.getThrottle(),
                message.getRestrict(),
                message.getSuspend(),
                message.getFamilyFloor(),
                caps,
                count(message.getDwellDays(), "dwell"),
                finite(message.getHysteresis(), "hysteresis"),
                sizing(message.getPlan()));
    }

    static SourceMappingMessage source(SourceMapping source) {
        SourceMappingMessage.Builder message =
                SourceMappingMessage.newBuilder().setFormat(source.format()).setAccountPath(source.accountPath());
        source.join()
                .ifPresent(join -> message.setJoin(
                        JoinMessage.newBuilder().setUsage(join.usage()).setAudit(join.audit())));
        source.limited()
                .forEach(mark -> message.addLimited(
                        LimitedMarkMessage.newBuilder().setPath(mark.path()).addAllValues(mark.values())));
        source.fields()
                .forEach((field, path) -> message.addFields(
                        FieldPathMessage.newBuilder().setField(field.ordinal()).setPath(path)));
        return message.build();
    }

    static SourceMapping source(SourceMappingMessage message) throws WireException {
        Optional<SourceMapping.Join> join = message.hasJoin()
                ? Optional.of(new SourceMapping.Join(
                        message.getJoin().getUsage(), message.getJoin().getAudit()))
                : Optional.empty();
        List<SourceMapping.LimitedMark> limited = message.getLimitedList().stream()
                .map(mark -> new SourceMapping.LimitedMark(mark.getPath(), mark.getValuesList()))
                .toList();
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (FieldPathMessage field : message.getFieldsList()) {
            fields.put(constant(FIELDS, field.getField(), "field"), field.getPath());
        }
        return new SourceMapping(named(message.getFormat(), "format"), message.getAccountPath(), join, limited, fields);
    }

    private static PlanSizingMessage sizing(Policy.PlanSizing plan) {
        return PlanSizingMessage.newBuilder()
                .setThrottleShare(plan.throttleShare())
                .setRestrictShare(plan.restrictShare())
                .setLeastPerHour(plan.leastPerHour())
                .setMaxTokens(plan.maxTokens())
                .setChoices(plan.choices())
                .setValidMillis(plan.validMillis())
                .setMaximumAgeMillis(plan.maximumAgeMillis())
                .build();
    }

    private static Policy.PlanSizing sizing(PlanSizingMessage message) throws WireException {
        return new Policy.PlanSizing(
                finite(message.getThrottleShare(), "throttle share"),
                finite(message.getRestrictShare(), "restrict share"),
                count(message.getLeastPerHour(), "least per hour"),
                message.getMaxTokens(),
                message.getChoices(),
                count(message.getValidMillis(), "validity"),
                count(message.getMaximumAgeMillis(), "maximum age"));
    }

    static OwnerMessage owner(Policy.Owner owner) {
        return OwnerMessage.newBuilder()
                .setOrg(owner.org())
                .setKind(owner.kind().ordinal())
                .addAllAccounts(owner.accounts())
                .setExchangesPerDay(owner.exchangesPerDay())
                .build();
    }

    static List<Policy.Owner> owners(List<OwnerMessage> messages) throws WireException {
        List<Policy.Owner> owners = new ArrayList<>();
        for (OwnerMessage message : messages) {
            owners.add(new Policy.Owner(
                    message.getOrg(),
                    constant(OWNER_KINDS, message.getKind(), "kind of owner"),
                    message.getAccountsList(),
                    count(message.getExchangesPerDay(), "exchanges a day")));
        }
        return owners;
    }

    static PassportMessage passport(Passport passport) {
        return PassportMessage.newBuilder()
                .setId(passport.id())
                .addAllAccounts(new TreeSet<>(passport.accounts()))
                .setPurpose(passport.purpose().ordinal())
                .setAsset(passport.asset())
                .setOwner(passport.owner())
                .setFrom(passport.from())
                .setUntil(passport.until())
                .setExchangesPerDay(passport.exchangesPerDay())
                .build();
    }

    static List<Passport> passports(List<PassportMessage> messages) throws WireException {
        List<Passport> passports = new ArrayList<>();
        for (PassportMessage message : messages) {
            passports.add(new Passport(
                    named(message.getId(), "passport id"),
                    new HashSet<>(message.getAccountsList()),
                    constant(PURPOSES, message.getPurpose(), "purpose"),
                    message.getAsset(),
                    message.getOwner(),
                    message.getFrom(),
                    message.getUntil(),
                    count(message.getExchangesPerDay(), "exchanges a day")));
        }
        return passports;
    }
}
