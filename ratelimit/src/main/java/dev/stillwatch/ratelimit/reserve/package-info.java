// SPDX-License-Identifier: Apache-2.0
/**
 * Admission of calls whose cost is known only when they have ended: what a call may cost is held when it is admitted,
 * what it did cost is charged when it is settled. {@link dev.stillwatch.ratelimit.reserve.Reservations} is the way in;
 * it is safe for any number of threads. Each budget has a lock of its own, and the budgets of one call are locked in the
 * order of their keys, so that a call is admitted by all of them or by none. Bucket4j counts; how it is asked is hidden
 * here. Nothing here knows a server, JSON or Kafka.
 */
@NullMarked
package dev.stillwatch.ratelimit.reserve;

import org.jspecify.annotations.NullMarked;
