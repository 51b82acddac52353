// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.reject.Reject;
import java.util.Comparator;

/**
 * What rejected records have in common.
 *
 * @param reason the label of a reason
 * @param field what it is about, empty when that is the whole record
 * @param remedy what to do about it, empty when nothing is to be done
 */
public record RejectKind(String reason, String field, String remedy) implements Comparable<RejectKind> {
    private static final Comparator<RejectKind> ORDER = Comparator.comparing(RejectKind::reason)
            .thenComparing(RejectKind::field)
            .thenComparing(RejectKind::remedy);

    static RejectKind of(Reject reject) {
        return new RejectKind(reject.reason(), reject.field(), reject.remedy());
    }

    @Override
    public int compareTo(RejectKind other) {
        return ORDER.compare(this, other);
    }
}
