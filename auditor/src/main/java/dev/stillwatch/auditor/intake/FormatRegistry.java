// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every format that is understood, behind one door. Immutable and safe to share. Law: {@link #decode} returns for any
 * bytes whatever, in time linear in their number, and never throws.
 */
public final class FormatRegistry {
    /** The name that leaves the choice to the record. */
    public static final String AUTO = "auto";
    /** Greatest size of a raw record, in bytes. */
    public static final int LARGEST_BYTES = 16 << 20;

    private final Map<String, Decoder> decoders = new LinkedHashMap<>();
    private final Rejected unknown;

    private FormatRegistry(List<Decoder> decoders) {
        decoders.forEach(decoder -> this.decoders.put(decoder.format(), decoder));
        this.unknown = new Rejected(
                Reason.UNKNOWN_FORMAT, "", "use one of the formats " + String.join(", ", this.decoders.keySet()));
    }

    /** All formats. The native record comes last: it claims the widest range of incomplete records. */
    public static FormatRegistry standard() {
        return new FormatRegistry(List.of(
                new OtelDecoder(),
                new LiteLlmDecoder(),
                new BedrockDecoder(),
                new AzureApimDecoder(),
                new AzureOpenAiDecoder(),
                new VertexDecoder(),
                new EnvoyDecoder(),
                new ApisixDecoder(),
                new KongDecoder(),
                new GlasswallyDecoder(),
                new NativeDecoder()));
    }

    /** The formats' names in the order of the coverage matrix, without {@link #AUTO}. */
    public List<String> formats() {
        return List.copyOf(decoders.keySet());
    }

    /** Whether {@code --format} may have this value. */
    public boolean knows(String formatOrAuto) {
        return formatOrAuto.equals(AUTO) || decoders.containsKey(formatOrAuto);
    }

    /** The fields that a format can carry; none for an unknown one. */
    public FieldSet covers(String format) {
        Decoder decoder = decoders.get(format);
        return decoder == null ? FieldSet.NONE : decoder.covers();
    }

    /**
     * Whether equal ids of a format are one call whatever else its records say: an OpenTelemetry call may be a span and an
     * event, both with all of it, and its id is the provider's or the instrumentation's own, never the caller's.
     */
    public static boolean idNamesCall(String format) {
        return format.equals(OtelDecoder.FORMAT);
    }

    /**
     * Decodes one raw record, or several that stand in it one after the other without a line break.
     *
     * @param raw UTF-8 JSON
     * @param formatOrAuto a name of {@link #formats()}, or {@link #AUTO}
     * @param sources where accounts stand in formats without a caller
     * @param latestMillis greatest plausible event time, milliseconds since 1970: the caller's clock and tolerance
     */
    public Decoding decode(byte[] raw, String formatOrAuto, SourceMap sources, long latestMillis) {
        if (raw.length > LARGEST_BYTES) {
            return new Rejected(Reason.TOO_LARGE, "", "write records of at most " + LARGEST_BYTES + " bytes");
        }
        if (!Utf8.isValid(raw)) {
            return new Rejected(Reason.INVALID_UTF8, "", "write records in UTF-8");
        }
        List<Decoding> members = new ArrayList<>();
        JsonText.each(raw, parsed -> {
            parsed.problem()
                    .ifPresentOrElse(
                            members::add,
                            () -> Envelope.open(
                                    parsed.tree(),
                                    envelope -> members.add(
                                            envelope.problem().isPresent()
                                                    ? envelope.problem().get()
                                                    : decodeOne(envelope, formatOrAuto, sources, latestMillis))));
            return members.size() <= Batch.MOST;
        });
        return Batch.join(members);
    }

    private Decoding decodeOne(Envelope envelope, String formatOrAuto, SourceMap sources, long latestMillis) {
        JsonNode record = envelope.record();
        Decoder decoder = formatOrAuto.equals(AUTO) ? recognise(record) : decoders.get(formatOrAuto);
        if (decoder == null || !record.isObject()) {
            return unknown;
        }
        Decoding decoding = decoder.decode(record, sources);
        if (decoding instanceof Decoded decoded) {
            return RecordCheck.check(envelope.id().map(id -> named(decoded, id)).orElse(decoded), latestMillis);
        }
        return decoding;
    }

    private @Nullable Decoder recognise(JsonNode record) {
        for (Decoder decoder : decoders.values()) {
            if (decoder.recognises(record)) {
                return decoder;
            }
        }
        return null;
    }

    private static Decoded named(Decoded decoded, String id) {
        List<UsageRecord> records = new ArrayList<>(decoded.records().size());
        for (UsageRecord record : decoded.records()) {
            records.add(record.id().isPresent() || decoded.records().size() > 1 ? record : record.named(id));
        }
        return new Decoded(decoded.format(), records, decoded.spoiled());
    }
}
