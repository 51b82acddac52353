// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What no record of a log could show. Findings say which signals are blind; of a log that leads to no findings, nothing
 * else would tell "nothing was found" from "nothing could have been".
 *
 * @param blind signals that lack a field, and kinds of rings, in words
 * @param missing the fields that they lack
 */
public record Blindness(List<String> blind, FieldSet missing) {
    private static final FieldSet TIES = FieldSet.of(Field.PAYMENT, Field.CREATED);

    /** Copies the list. */
    public Blindness {
        blind = List.copyOf(blind);
    }

    /** Of a log of which some record has each of these fields. */
    public static Blindness of(FieldSet seen) {
        List<String> blind = new ArrayList<>();
        FieldSet missing = FieldSet.NONE;
        for (Signal signal : new SignalCatalogue().signals()) {
            if (!seen.hasAll(signal.needs())) {
                blind.add(signal.id().name());
                missing = missing.union(signal.needs().minus(seen));
            }
        }
        if (TIES.minus(seen).equals(TIES)) {
            blind.add("rings of fewer than ten");
            missing = missing.union(TIES);
        }
        return new Blindness(blind, missing);
    }

    /** Whether every signal can speak. */
    public boolean isNone() {
        return blind.isEmpty();
    }

    /** What is blind, and for want of what. */
    @Override
    public String toString() {
        return String.join(", ", blind) + " (no record has "
                + missing.fields().stream()
                        .map(field -> field.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
