// SPDX-License-Identifier: Apache-2.0
/**
 * What was decided, for the topic of decisions: refusals and would-be refusals by subject, everything else as totals. An
 * answer pays for one counter; the rest is done by whoever calls {@link dev.stillwatch.ratelimit.record.DecisionLog#roll}.
 * What there is no room for is counted and said.
 */
@NullMarked
package dev.stillwatch.ratelimit.record;

import org.jspecify.annotations.NullMarked;
