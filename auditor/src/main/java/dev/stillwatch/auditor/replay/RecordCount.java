// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.auditor.processor.MergeProcessor;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Counts records by what intake and merge wrote about each, whatever came of it later: every raw record must have left
 * an exchange, a part or a reject, and a member of a batch leaves one each. A raw record that left nothing counts too,
 * so that it is missed in the sum.
 */
final class RecordCount {
    /** Reasons that the judge gives for what intake had passed on; what merge rejects says so in a header. */
    static final Set<String> AFTER_INTAKE = Set.of(Decoding.Reason.DUPLICATE.label(), Decoding.Reason.TOO_LATE.label());

    private final Map<Integer, BitSet> seen = new HashMap<>();
    private long written;
    private long merged;

    void reject(Reject reject, Headers headers) {
        if (!AFTER_INTAKE.contains(reject.reason()) && headers.lastHeader(MergeProcessor.PART_HEADER) == null) {
            write(reject.partition(), reject.offset());
        }
    }

    /** An exchange: of intake, or joined of parts that were counted as such. */
    void exchange(Exchange exchange, Headers headers) {
        Header parts = headers.lastHeader(MergeProcessor.PARTS_HEADER);
        if (parts == null) {
            write(exchange.origin().partition(), exchange.origin().offset());
        } else {
            merged += Integer.parseInt(new String(parts.value(), StandardCharsets.US_ASCII)) - 1;
        }
    }

    void part(Exchange part) {
        write(part.origin().partition(), part.origin().offset());
    }

    private void write(int partition, long offset) {
        seen.computeIfAbsent(partition, p -> new BitSet()).set((int) offset);
        written++;
    }

    /** Parts that went into another part's exchange. */
    long merged() {
        return merged;
    }

    /** Records after framing. */
    long records(long sent) {
        long traced = seen.values().stream().mapToLong(BitSet::cardinality).sum();
        return written + Math.max(0, sent - traced);
    }
}
