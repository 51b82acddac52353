// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.util.ArrayList;
import java.util.List;

/** Joins the decodings of the members of one raw record. */
final class Batch {
    /** Most members of one raw record: a small record of many must not turn into a flood of rejections. */
    static final int MOST = 10_000;

    private Batch() {}

    /** One decoding of at least one member, under the format of the first good one: rejected only when nothing in it can be used, then with the first reason. */
    static Decoding join(List<Decoding> members) {
        if (members.size() == 1) {
            return members.get(0);
        }
        if (members.size() > MOST) {
            return new Rejected(Reason.TOO_LARGE, "", "batch at most " + MOST + " usage records");
        }
        List<UsageRecord> records = new ArrayList<>();
        List<Rejected> spoiled = new ArrayList<>();
        String format = "";
        for (Decoding member : members) {
            if (member instanceof Decoded decoded) {
                records.addAll(decoded.records());
                spoiled.addAll(decoded.spoiled());
                format = format.isEmpty() ? decoded.format() : format;
            } else if (member instanceof Rejected rejected) {
                spoiled.add(rejected);
            }
        }
        return records.isEmpty() ? spoiled.get(0) : new Decoded(format, List.copyOf(records), List.copyOf(spoiled));
    }
}
