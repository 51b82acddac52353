// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.proto.ExchangeMessage;
import dev.stillwatch.policies.wire.WireException.Fault;

/** Exchanges to flat messages and back: the hot path, so every field is copied by name and nothing is reflected on. */
final class ExchangeMessages {
    private static final TextFeatures.Script[] SCRIPTS = TextFeatures.Script.values();

    private ExchangeMessages() {}

    static ExchangeMessage toMessage(Exchange exchange) {
        ExchangeMessage.Builder message = ExchangeMessage.newBuilder();
        message.setTime(exchange.time())
                .setId(exchange.id())
                .setPresent(exchange.present().bits());
        putOrigin(message, exchange.origin());
        putIdentity(message, exchange.identity());
        putDemand(message, exchange.demand());
        putSupply(message, exchange.supply());
        putText(message, exchange.text());
        return message.build();
    }

    static Exchange fromMessage(ExchangeMessage message) throws WireException {
        Ranges.named(message.getAccount(), "account");
        return fromPart(message);
    }

    /** The account of a record may stand in another of its parts. */
    static Exchange fromPart(ExchangeMessage message) throws WireException {
        return new Exchange(
                count(message.getTime(), "time"),
                message.getId(),
                new Exchange.Origin(
                        message.getFormat(),
                        count(message.getPartition(), "partition"),
                        count(message.getOffset(), "offset"),
                        message.getContentHash()),
                new FieldSet(message.getPresent()),
                identity(message),
                demand(message),
                supply(message),
                text(message));
    }

    private static void putOrigin(ExchangeMessage.Builder message, Exchange.Origin origin) {
        message.setFormat(origin.format())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setContentHash(origin.contentHash());
    }

    private static void putIdentity(ExchangeMessage.Builder message, Exchange.Identity identity) {
        message.setAccount(identity.account())
                .setOrg(identity.org())
                .setPlan(identity.plan())
                .setCreated(identity.created())
                .setPayment(identity.payment())
                .setEmailDomain(identity.emailDomain())
                .setCredential(identity.credential())
                .setNetwork(identity.network())
                .setAsn(identity.asn())
                .setUserAgent(identity.userAgent())
                .setTls(identity.tls())
                .setSession(identity.session())
                .setPassport(identity.passport());
    }

    private static Exchange.Identity identity(ExchangeMessage message) throws WireException {
        return new Exchange.Identity(
                message.getAccount(),
                message.getOrg(),
                message.getPlan(),
                count(message.getCreated(), "created"),
                message.getPayment(),
                message.getEmailDomain(),
                message.getCredential(),
                message.getNetwork(),
                message.getAsn(),
                message.getUserAgent(),
                message.getTls(),
                message.getSession(),
                message.getPassport());
    }

    private static void putDemand(ExchangeMessage.Builder message, Exchange.Demand demand) {
        message.setEndpoint(demand.endpoint())
                .setModel(demand.model())
                .setTemperatureMilli(demand.temperatureMilli())
                .setChoices(demand.choices())
                .setMaxTokens(demand.maxTokens())
                .setLogprobs(demand.logprobs())
                .setTopLogprobs(demand.topLogprobs())
                .setBiasedTokens(demand.biasedTokens())
                .setStream(demand.stream())
                .setTools(demand.tools())
                .setReasoning(demand.reasoning());
        for (long hash : demand.biasSample()) {
            message.addBiasSample(hash);
        }
    }

    private static Exchange.Demand demand(ExchangeMessage message) throws WireException {
        int samples = message.getBiasSampleCount();
        if (samples > Exchange.MOST_BIAS_SAMPLES) {
            throw new WireException(
                    Fault.OUT_OF_RANGE, samples + " bias samples; at most " + Exchange.MOST_BIAS_SAMPLES);
        }
        long[] biasSample = new long[samples];
        for (int i = 0; i < samples; i++) {
            biasSample[i] = message.getBiasSample(i);
        }
        return new Exchange.Demand(
                message.getEndpoint(),
                message.getModel(),
                message.getTemperatureMilli(),
                message.getChoices(),
                message.getMaxTokens(),
                message.getLogprobs(),
                message.getTopLogprobs(),
                message.getBiasedTokens(),
                biasSample,
                message.getStream(),
                message.getTools(),
                message.getReasoning());
    }

    private static void putSupply(ExchangeMessage.Builder message, Exchange.Supply supply) {
        message.setStatus(supply.status())
                .setFinishReason(supply.finishReason())
                .setInputTokens(supply.inputTokens())
                .setCachedTokens(supply.cachedTokens())
                .setOutputTokens(supply.outputTokens())
                .setReasoningTokens(supply.reasoningTokens())
                .setRefused(supply.refused())
                .setLimited(supply.limited())
                .setTraceSignature(supply.traceSignature())
                .setTraceReplayed(supply.traceReplayed())
                .setLatencyMillis(supply.latencyMillis())
                .setIssuedSignature(supply.issuedSignature());
    }

    private static Exchange.Supply supply(ExchangeMessage message) throws WireException {
        return new Exchange.Supply(
                message.getStatus(),
                message.getFinishReason(),
                count(message.getInputTokens(), "input tokens"),
                count(message.getCachedTokens(), "cached tokens"),
                count(message.getOutputTokens(), "output tokens"),
                count(message.getReasoningTokens(), "reasoning tokens"),
                message.getRefused(),
                message.getLimited(),
                message.getTraceSignature(),
                message.getTraceReplayed(),
                count(message.getLatencyMillis(), "latency"),
                message.getIssuedSignature());
    }

    private static void putText(ExchangeMessage.Builder message, TextFeatures text) {
        putSketch(message, text.sketch());
        message.setSkeleton(text.skeleton())
                .setSystem(text.system())
                .setPrompt(text.prompt())
                .setTask(text.task())
                .setOpening(text.opening())
                .setClosing(text.closing())
                .setMarks(text.marks().bits())
                .setElicitation(text.elicitation())
                .setScript(text.script().ordinal())
                .setPromptCharacters(text.promptCharacters())
                .setPromptTokens(text.promptTokens())
                .setTurns(text.turns())
                .setOutputCharacters(text.outputCharacters())
                .setStructure(text.structure().bits())
                .setUnconfirmed(text.unconfirmed())
                .setShared(text.shared());
    }

    private static TextFeatures text(ExchangeMessage message) throws WireException {
        int elicitation = count(message.getElicitation(), "elicitation");
        if (elicitation > TextFeatures.MOST_ELICITATION) {
            throw new WireException(
                    Fault.OUT_OF_RANGE, "elicitation " + elicitation + "; at most " + TextFeatures.MOST_ELICITATION);
        }
        return new TextFeatures(
                sketch(message),
                message.getSkeleton(),
                message.getSystem(),
                message.getPrompt(),
                message.getTask(),
                message.getOpening(),
                message.getClosing(),
                new Marks(message.getMarks()),
                elicitation,
                constant(SCRIPTS, message.getScript(), "script"),
                count(message.getPromptCharacters(), "prompt characters"),
                count(message.getPromptTokens(), "prompt tokens"),
                count(message.getTurns(), "turns"),
                count(message.getOutputCharacters(), "output characters"),
                new TextFeatures.Structure(message.getStructure()),
                message.getUnconfirmed(),
                message.getShared());
    }

    private static void putSketch(ExchangeMessage.Builder message, SignSketch sketch) {
        if (sketch.isNone()) {
            return;
        }
        message.setSketchVersion(sketch.version()).setSketchEpoch(sketch.epoch());
        for (int i = 0; i < SignSketch.WORDS; i++) {
            message.addSketch(sketch.word(i));
        }
    }

    private static SignSketch sketch(ExchangeMessage message) throws WireException {
        int count = message.getSketchCount();
        if (count == 0) {
            return SignSketch.NONE;
        }
        if (count != SignSketch.WORDS) {
            throw new WireException(Fault.OUT_OF_RANGE, "a sketch of " + count + " words; it has " + SignSketch.WORDS);
        }
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = message.getSketch(i);
        }
        return SignSketch.of(message.getSketchVersion(), message.getSketchEpoch(), words);
    }
}
