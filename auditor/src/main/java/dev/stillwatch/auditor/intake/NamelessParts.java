// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.util.Map;
import java.util.Set;

/** What to say of a record in parts that is whole by now, or never will be, and whose caller no part names. */
public final class NamelessParts {
    /** The part of each format's records that names the caller, where the log knows one. */
    private static final Map<String, Integer> NAMING = Map.of(
            AzureApimDecoder.FORMAT, AzureApimDecoder.GATEWAY_PART,
            OtelDecoder.FORMAT, OtelInference.CALL,
            VertexDecoder.FORMAT, VertexAudit.PART);

    private NamelessParts() {}

    /**
     * Why the record is rejected: when the part that could name the caller did come, waiting for more of them is no remedy.
     *
     * @param format the format's name
     * @param parts the numbers of the parts that came
     */
    public static Rejected problem(String format, Set<Integer> parts) {
        return NAMING.containsKey(format) && parts.contains(NAMING.get(format))
                ? RecordCheck.noAccount(format)
                : new Rejected(
                        Reason.UNMATCHED_FRAGMENT,
                        "",
                        "send the part that names the caller, or map the account in the policy's sources");
    }
}
