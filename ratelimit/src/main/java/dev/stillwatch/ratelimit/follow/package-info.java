// SPDX-License-Identifier: Apache-2.0
/**
 * The limiter's end of Kafka, the only package that sees it: standings and acts in, decisions and probes out. Standings and
 * decisions have one thread each; no answer ever waits for either. While the broker is away the limiter keeps what it has, whose
 * validity goes on ending; what it decides meanwhile is kept as long as there is room and counted beyond that.
 */
@NullMarked
package dev.stillwatch.ratelimit.follow;

import org.jspecify.annotations.NullMarked;
