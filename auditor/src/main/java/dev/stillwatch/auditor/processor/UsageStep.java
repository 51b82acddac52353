// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.ContentHash;
import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.auditor.intake.UsageRecord;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.tick.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * One raw usage record to what goes on: exchanges, parts of split records, rejects. The text ends here. No Kafka; for
 * one thread, because the readers' keyed hashes are.
 */
public final class UsageStep {
    /** A decoder or reader threw: our fault, counted, and never the end of the stream. */
    public static final String FAILED = "intake-failed";

    /** Longest correlation id of the parts of a split record, in UTF-16 units: it is kept until they are joined. */
    static final int LONGEST_CORRELATION = 256;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final FormatRegistry registry;
    private final String format;
    private final ExchangeAssembler assembler;

    /** Reads one format, or any ({@link FormatRegistry#AUTO}). */
    public UsageStep(FormatRegistry registry, String format, ExchangeAssembler assembler) {
        this.registry = registry;
        this.format = format;
        this.assembler = assembler;
    }

    /** What became of a record. */
    public record Outcome(List<Exchange> whole, List<Fragment> parts, List<Reject> rejects) {}

    /**
     * Reads one record, whenever it arrived.
     *
     * @param raw the record's bytes, empty for a record without a value
     * @param origin where it stands
     * @param sources what the operator said of formats
     * @param latest event times after this are rejected, milliseconds since 1970
     */
    public Outcome read(byte[] raw, Place origin, SourceMap sources, long latest) {
        return read(raw, origin, time -> sources, latest, latest);
    }

    /**
     * Reads one record.
     *
     * @param raw the record's bytes, empty for a record without a value
     * @param origin where it stands
     * @param sources what the operator said of formats: of the policy that was valid at the record's own time, once that
     *     is known; until then of the one that was valid when it arrived
     * @param arrival when it arrived, milliseconds since 1970
     * @param latest event times after this are rejected, milliseconds since 1970
     */
    Outcome read(byte[] raw, Place origin, LongFunction<SourceMap> sources, long arrival, long latest) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try {
            Decoding decoding = decode(raw, sources, arrival, latest);
            if (decoding instanceof Decoding.Decoded decoded) {
                assemble(decoded, ContentHash.of(raw), origin, outcome);
                decoded.spoiled().forEach(spoiled -> outcome.rejects().add(reject(origin, spoiled)));
            } else if (decoding instanceof Decoding.Rejected rejected) {
                outcome.rejects().add(reject(origin, rejected));
            }
            return outcome;
        } catch (RuntimeException e) {
            return new Outcome(List.of(), List.of(), List.of(failed(origin, e)));
        }
    }

    private Decoding decode(byte[] raw, LongFunction<SourceMap> sources, long arrival, long latest) {
        SourceMap onArrival = sources.apply(arrival);
        Decoding decoding = registry.decode(raw, format, onArrival, latest);
        if (decoding instanceof Decoding.Decoded decoded) {
            SourceMap then = sources.apply(decoded.records().get(0).time().toEpochMilli());
            return then == onArrival ? decoding : registry.decode(raw, format, then, latest);
        }
        return decoding;
    }

    private void assemble(Decoding.Decoded decoded, long contentHash, Place origin, Outcome outcome) {
        int place = 0;
        for (UsageRecord record : decoded.records()) {
            try {
                assemble(record, decoded.format(), contentHash + MIX * place++, origin, outcome);
            } catch (RuntimeException e) {
                outcome.rejects().add(failed(origin, e));
            }
        }
    }

    private void assemble(UsageRecord record, String format, long hash, Place origin, Outcome outcome) {
        Exchange exchange = assembler.assemble(record, format, origin.partition(), origin.offset(), hash);
        if (record.correlation().isPresent() && record.correlation().get().length() > LONGEST_CORRELATION) {
            outcome.rejects()
                    .add(reject(
                            origin,
                            new Decoding.Rejected(
                                    Decoding.Reason.BAD_CORRELATION,
                                    "correlation",
                                    "correlate parts by at most " + LONGEST_CORRELATION + " characters")));
        } else if (record.correlation().isPresent()) {
            outcome.parts().add(new Fragment(record.correlation().get(), record.part(), false, exchange));
        } else {
            outcome.whole().add(exchange);
        }
    }

    /** One record must not stop the stream; what it is about cannot be said without its content. */
    private static Reject failed(Place origin, RuntimeException e) {
        return new Reject(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                FAILED,
                "",
                "report the record's coordinates: it broke the reader with "
                        + e.getClass().getSimpleName());
    }

    private static Reject reject(Place origin, Decoding.Rejected rejected) {
        return new Reject(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                rejected.reason().label(),
                rejected.field(),
                rejected.remedy());
    }

    /** Where a raw record stands. */
    public record Place(String topic, int partition, long offset) {}
}
