// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.util.ArrayList;
import java.util.List;

/** Joins the decodings of the members of one raw record. */
final class Batch {
    private Batch() {}

    /** One decoding of at least one member: rejected only when nothing in it can be used, then with the first reason. */
    static Decoding join(String format, List<Decoding> members) {
        if (members.size() == 1) {
            return members.get(0);
        }
        List<UsageRecord> records = new ArrayList<>();
        List<Rejected> spoiled = new ArrayList<>();
        for (Decoding member : members) {
            if (member instanceof Decoded decoded) {
                records.addAll(decoded.records());
                spoiled.addAll(decoded.spoiled());
            } else if (member instanceof Rejected rejected) {
                spoiled.add(rejected);
            }
        }
        return records.isEmpty() ? spoiled.get(0) : new Decoded(format, List.copyOf(records), List.copyOf(spoiled));
    }
}
