// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.util.Optional;

/** Remembers the first thing that is wrong with one record. */
final class Faults {
    private final Dialect dialect;
    private Optional<Rejected> first = Optional.empty();

    Faults(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    void add(Reason reason, String field, String remedy) {
        if (first.isEmpty()) {
            first = Optional.of(new Rejected(reason, field, remedy));
        }
    }

    Optional<Rejected> first() {
        return first;
    }
}
