// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.decide.Entry;

/**
 * One level of a rule: what one pair of a request is compared with.
 *
 * @param pattern key and value as the file has them; an empty value takes every value
 * @param wildcard whether a {@code *} stands in key or value
 * @param shared whether everything that the wildcard takes is counted together ({@code share_threshold})
 * @param valueInMetric whether the request's value becomes part of the metric's name ({@code value_to_metric})
 */
record Step(Entry pattern, boolean wildcard, boolean shared, boolean valueInMetric) {
    boolean takes(Entry entry) {
        return Glob.matches(pattern.key(), entry.key())
                && (pattern.value().isEmpty() || Glob.matches(pattern.value(), entry.value()));
    }
}
