// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.sketch.ExchangeText;
import dev.stillwatch.auditor.sketch.Reading;
import dev.stillwatch.auditor.sketch.TextReader;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.TextHash;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes an exchange of a usage record: the readers see its text once, identifiers become keyed hashes, and the text is
 * dropped. For one thread. The parts of a split record become one exchange each, with an empty account where the part
 * has none; joining them is the merge's work.
 */
public final class ExchangeAssembler {
    private static final long[] NO_BIAS = {};
    private static final int GREATEST_TEMPERATURE_MILLI = 1_000_000;

    private final List<TextReader> readers;
    private final ArtefactHash payment;
    private final ArtefactHash emailDomain;
    private final ArtefactHash credential;
    private final ArtefactHash network;
    private final ArtefactHash userAgent;
    private final ArtefactHash tls;
    private final TextHash session;
    private final ArtefactHash token;
    private final TextHash trace;
    private final TextHash id;
    private final long start;
    private final Optional<ExchangeAssembler> before;

    /**
     * An assembler.
     *
     * @param key the deployment's key; each kind of identifier is hashed under a purpose of its own
     * @param readers in the order in which they read
     */
    public ExchangeAssembler(DeploymentKey key, List<TextReader> readers) {
        this(key, readers, Optional.empty());
    }

    /**
     * An assembler of a key that followed another.
     *
     * @param before the other key's, for records from before the key's start
     */
    public ExchangeAssembler(DeploymentKey key, List<TextReader> readers, Optional<ExchangeAssembler> before) {
        this.start = key.start();
        this.before = before;
        this.readers = List.copyOf(readers);
        this.payment = new ArtefactHash(key, "payment");
        this.emailDomain = new ArtefactHash(key, "email-domain");
        this.credential = new ArtefactHash(key, "credential");
        this.network = new ArtefactHash(key, "network");
        this.userAgent = new ArtefactHash(key, "user-agent");
        this.tls = new ArtefactHash(key, "tls");
        this.session = key.textHash("session");
        this.token = new ArtefactHash(key, "token");
        this.trace = key.textHash("trace");
        this.id = key.textHash("record-id");
    }

    /**
     * The exchange of a record.
     *
     * @param record the decoded record; nothing of its text is kept
     * @param format the format that decoded it
     * @param partition source partition
     * @param offset offset in it
     * @param contentHash {@link ContentHash} of the raw bytes; for a member of a batch mixed with its place in it
     */
    public Exchange assemble(UsageRecord record, String format, int partition, long offset, long contentHash) {
        long time = record.time().toEpochMilli();
        if (time < start && before.isPresent()) {
            return before.get().assemble(record, format, partition, offset, contentHash);
        }
        Exchange.Identity identity = identity(record);
        return new Exchange(
                time,
                idOf(record, contentHash),
                new Exchange.Origin(format, partition, offset, contentHash),
                present(record, identity),
                identity,
                demand(record.request()),
                supply(record),
                read(record));
    }

    /** A log's own id when it can travel in the clear, its keyed hash when it is too long, else the record's hash. */
    private String idOf(UsageRecord record, long contentHash) {
        return record.id()
                .map(own -> PlainName.of(own).equals(own) ? own : HexFormat.of().toHexDigits(id.of(own)))
                .orElseGet(() -> HexFormat.of().toHexDigits(contentHash));
    }

    /** An address that is none is as good as absent. */
    private static FieldSet present(UsageRecord record, Exchange.Identity identity) {
        return identity.network() == 0 ? record.present().minus(FieldSet.of(Field.NETWORK)) : record.present();
    }

    private Exchange.Identity identity(UsageRecord record) {
        UsageRecord.Caller caller = record.caller();
        return new Exchange.Identity(
                record.account().orElse(""),
                PlainName.of(caller.org()),
                PlainName.of(caller.plan()),
                caller.createdMillis(),
                payment.of(caller.payment()),
                emailDomain.of(caller.emailDomain()),
                credential.of(caller.credential()),
                network.of(Network.of(caller.ip()).orElse("")),
                caller.asn(),
                userAgent.of(caller.userAgent()),
                tls.of(caller.tls()),
                session.of(caller.session()),
                PlainName.of(caller.passport()));
    }

    private Exchange.Demand demand(UsageRecord.Request request) {
        return new Exchange.Demand(
                PlainName.of(request.endpoint()),
                PlainName.of(request.model()),
                (int) Math.min(GREATEST_TEMPERATURE_MILLI, Math.round(request.temperature() * 1_000)),
                request.choices(),
                request.maxTokens(),
                request.logprobs(),
                request.topLogprobs(),
                request.biasedTokens().size(),
                request.biasedTokens().isEmpty() ? NO_BIAS : sample(request.biasedTokens()),
                request.stream(),
                request.tools(),
                request.reasoning());
    }

    private long[] sample(List<String> biasedTokens) {
        return biasedTokens.stream()
                .mapToLong(token::of)
                .sorted()
                .distinct()
                .limit(Exchange.MOST_BIAS_SAMPLES)
                .toArray();
    }

    private Exchange.Supply supply(UsageRecord record) {
        UsageRecord.Response response = record.response();
        String replayed = record.request().traceSignature();
        return new Exchange.Supply(
                response.status(),
                PlainName.of(response.finishReason()),
                response.inputTokens(),
                response.cachedTokens(),
                response.outputTokens(),
                response.reasoningTokens(),
                response.refused(),
                response.limited(),
                trace.of(replayed.isEmpty() ? response.traceSignature() : replayed),
                !replayed.isEmpty(),
                response.latencyMillis(),
                replayed.isEmpty() ? 0 : trace.of(response.traceSignature()));
    }

    private TextFeatures read(UsageRecord record) {
        if (!record.has(Field.PROMPT_TEXT) && !record.has(Field.OUTPUT_TEXT) && !record.has(Field.SYSTEM_TEXT)) {
            return TextFeatures.NONE;
        }
        ExchangeText text = ExchangeText.of(
                record.request().system(),
                Turns.of(record.request().messages()),
                record.response().output());
        Reading reading = new Reading();
        for (TextReader reader : readers) {
            reader.read(text, reading);
        }
        return reading.features();
    }
}
