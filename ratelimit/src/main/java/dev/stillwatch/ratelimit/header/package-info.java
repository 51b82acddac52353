// SPDX-License-Identifier: Apache-2.0
/**
 * What the caller of an API is told about its limits, in the header names that its client library reads, and what the
 * gateway is told to do to a call. From an answer of {@link dev.stillwatch.ratelimit.decide.Limiter} to names and
 * values: no HTTP library, no clock of its own, no state. Safe for any number of threads.
 *
 * <p>A silent step changes nothing here that a caller sees: neither a header nor the type of a refusal. That a plan's
 * numbers stay out of the statuses then is the limiter's part.
 */
@NullMarked
package dev.stillwatch.ratelimit.header;

import org.jspecify.annotations.NullMarked;
