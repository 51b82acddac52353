// SPDX-License-Identifier: Apache-2.0
/**
 * The limiter's end of Kafka, the only package that sees it: standings and acts in, decisions and probes out, and what was
 * counted both ways. Each but probes has one thread of its own; no answer ever waits for any. While the broker is away the
 * limiter keeps what it has, whose validity goes on ending; what it decides meanwhile is kept as long as there is room and
 * counted beyond that.
 */
@NullMarked
package dev.stillwatch.ratelimit.follow;

import org.jspecify.annotations.NullMarked;
