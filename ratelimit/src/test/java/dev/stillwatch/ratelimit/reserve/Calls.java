// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Short words for what tests of reservations say again and again. */
final class Calls {
    private Calls() {}

    static Allowance allowance(Object... dimensionsAndLimits) {
        return Allowance.of(limits(dimensionsAndLimits));
    }

    static Map<Dimension, Long> limits(Object... dimensionsAndLimits) {
        Map<Dimension, Long> limits = new EnumMap<>(Dimension.class);
        for (int i = 0; i < dimensionsAndLimits.length; i += 2) {
            limits.put((Dimension) dimensionsAndLimits[i], ((Number) dimensionsAndLimits[i + 1]).longValue());
        }
        return limits;
    }

    static List<Budget> budget(Object... dimensionsAndLimits) {
        return List.of(new Budget("account acme", allowance(dimensionsAndLimits)));
    }

    static AdmitRequest call(String id, long input, long maxTokens) {
        return new AdmitRequest("acme", "model", id, input, OptionalLong.of(maxTokens), 1);
    }

    static AdmitRequest uncapped(String id, long input) {
        return new AdmitRequest("acme", "model", id, input, OptionalLong.empty(), 1);
    }

    static Optional<Usage> used(long input, long output) {
        return Optional.of(Usage.of(input, output));
    }

    /** Of an account without a standing. */
    static Admission admit(Reservations reservations, AdmitRequest request, List<Budget> budgets) {
        return reservations.admit(request, budgets, Grant.NONE);
    }

    static Admission.Admitted admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return (Admission.Admitted) admission;
    }

    static Admission.Refused refused(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return (Admission.Refused) admission;
    }

    static long left(Reservations reservations, List<Budget> budgets, Dimension dimension) {
        Left left = reservations.left(budgets).get(dimension);
        assertThat(left).as(dimension.label()).isNotNull();
        return left == null ? -1 : left.left();
    }
}
