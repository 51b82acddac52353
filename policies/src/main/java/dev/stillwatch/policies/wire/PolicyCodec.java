// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;
import static dev.stillwatch.policies.wire.Ranges.named;

import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.proto.IndicatorMessage;
import dev.stillwatch.policies.proto.ModelReleaseMessage;
import dev.stillwatch.policies.proto.NamedNumberMessage;
import dev.stillwatch.policies.proto.OrdinaryArtefactMessage;
import dev.stillwatch.policies.proto.PlanReferenceMessage;
import dev.stillwatch.policies.proto.PolicyMessage;
import dev.stillwatch.policies.proto.SignalMessage;
import dev.stillwatch.policies.proto.SourceMappingMessage;
import dev.stillwatch.policies.proto.TimingMessage;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of {@code stillwatch.policies}: whole snapshots. Equal policies have equal bytes. */
public final class PolicyCodec implements Codec<Policy> {
    private static final Standing.Mode[] MODES = Standing.Mode.values();
    private static final ArtefactKind[] ARTEFACTS = ArtefactKind.values();

    @Override
    public byte[] encode(Policy policy) {
        PolicyMessage.Builder message = PolicyMessage.newBuilder()
                .setName(policy.name())
                .setVersion(policy.version())
                .setValidFrom(policy.validFrom())
                .setAuthor(policy.author())
                .setTiming(timing(policy.timing()))
                .setLadder(PolicyMessages.ladder(policy.ladder()))
                .setMode(policy.mode().ordinal());
        new TreeMap<>(policy.signals()).forEach((id, settings) -> message.addSignals(signal(id, settings)));
        new TreeMap<>(policy.plans()).forEach((name, plan) -> message.addPlans(plan(name, plan)));
        policy.owners().stream().forEach(owner -> message.addOwners(PolicyMessages.owner(owner)));
        policy.passports().forEach(passport -> message.addPassports(PolicyMessages.passport(passport)));
        policy.sources().forEach(source -> message.addSources(PolicyMessages.source(source)));
        policy.releases()
                .forEach(release -> message.addReleases(ModelReleaseMessage.newBuilder()
                        .setModel(release.model())
                        .setReleased(release.released())));
        policy.ordinary()
                .forEach(artefact -> message.addOrdinary(OrdinaryArtefactMessage.newBuilder()
                        .setKind(artefact.kind().ordinal())
                        .setArtefact(artefact.artefact())
                        .setWhy(artefact.why())));
        policy.indicators()
                .forEach(indicator -> message.addIndicators(IndicatorMessage.newBuilder()
                        .setTemplate(indicator.template())
                        .setWeightMilli(indicator.weightMilli())
                        .setFrom(indicator.from())
                        .setUntil(indicator.until())));
        return Envelope.seal(Kind.POLICY, message.build());
    }

    @Override
    public Policy decode(byte[] bytes) throws WireException {
        PolicyMessage message = Envelope.open(Kind.POLICY, PolicyMessage.parser(), bytes);
        List<SourceMapping> sources = new ArrayList<>();
        for (SourceMappingMessage source : message.getSourcesList()) {
            sources.add(PolicyMessages.source(source));
        }
        List<Policy.ModelRelease> releases = new ArrayList<>();
        for (ModelReleaseMessage release : message.getReleasesList()) {
            releases.add(new Policy.ModelRelease(named(release.getModel(), "model"), release.getReleased()));
        }
        List<Policy.OrdinaryArtefact> ordinary = new ArrayList<>();
        for (OrdinaryArtefactMessage artefact : message.getOrdinaryList()) {
            ordinary.add(new Policy.OrdinaryArtefact(
                    constant(ARTEFACTS, artefact.getKind(), "kind of artefact"),
                    artefact.getArtefact(),
                    artefact.getWhy()));
        }
        List<Indicator> indicators = new ArrayList<>();
        for (IndicatorMessage indicator : message.getIndicatorsList()) {
            indicators.add(new Indicator(
                    indicator.getTemplate(),
                    count(indicator.getWeightMilli(), "weight of an indicator"),
                    named(indicator.getFrom(), "party"),
                    indicator.getUntil()));
        }
        return new Policy(
                named(message.getName(), "policy name"),
                count(message.getVersion(), "policy version"),
                message.getValidFrom(),
                message.getAuthor(),
                timing(message.getTiming()),
                signals(message),
                PolicyMessages.ladder(message.getLadder()),
                constant(MODES, message.getMode(), "mode"),
                new Owners(PolicyMessages.owners(message.getOwnersList())),
                PolicyMessages.passports(message.getPassportsList()),
                sources,
                plans(message),
                releases,
                ordinary,
                indicators);
    }

    private static TimingMessage timing(Policy.Timing timing) {
        return TimingMessage.newBuilder()
                .setBucket(timing.bucket())
                .setAllowance(timing.allowance())
                .setIdle(timing.idle())
                .setMergeWait(timing.mergeWait())
                .setEpoch(timing.epoch())
                .build();
    }

    private static Policy.Timing timing(TimingMessage message) throws WireException {
        return new Policy.Timing(
                count(message.getBucket(), "bucket"),
                count(message.getAllowance(), "allowance"),
                count(message.getIdle(), "idle"),
                count(message.getMergeWait(), "merge wait"),
                count(message.getEpoch(), "epoch"));
    }

    private static SignalMessage signal(String id, Policy.SignalSettings settings) {
        SignalMessage.Builder message = SignalMessage.newBuilder().setId(id).setCapMilli(settings.capMilli());
        new TreeMap<>(settings.values())
                .forEach((name, value) -> message.addValues(
                        NamedNumberMessage.newBuilder().setName(name).setValue(value)));
        return message.build();
    }

    private static Map<String, Policy.SignalSettings> signals(PolicyMessage message) throws WireException {
        Map<String, Policy.SignalSettings> signals = new HashMap<>();
        for (SignalMessage signal : message.getSignalsList()) {
            Map<String, Double> values = new HashMap<>();
            for (NamedNumberMessage value : signal.getValuesList()) {
                values.put(value.getName(), Ranges.finite(value.getValue(), "a signal value"));
            }
            int cap = count(signal.getCapMilli(), "cap of a signal");
            signals.put(named(signal.getId(), "signal id"), new Policy.SignalSettings(cap, values));
        }
        return signals;
    }

    private static PlanReferenceMessage plan(String name, Policy.PlanReference plan) {
        return PlanReferenceMessage.newBuilder()
                .setPlan(name)
                .setExchangesPerDay(plan.exchangesPerDay())
                .setTokensPerDay(plan.tokensPerDay())
                .setGateway(plan.gateway())
                .build();
    }

    private static Map<String, Policy.PlanReference> plans(PolicyMessage message) throws WireException {
        Map<String, Policy.PlanReference> plans = new HashMap<>();
        for (PlanReferenceMessage plan : message.getPlansList()) {
            plans.put(
                    named(plan.getPlan(), "plan"),
                    new Policy.PlanReference(
                            count(plan.getExchangesPerDay(), "exchanges a day"),
                            count(plan.getTokensPerDay(), "tokens a day"),
                            plan.getGateway()));
        }
        return plans;
    }
}
