// SPDX-License-Identifier: Apache-2.0
/** Tries from outside, as a customer would, whether a gateway's limits bite. Knows HTTP only: no limiter, no broker. */
@NullMarked
package dev.stillwatch.ratelimit.probe;

import org.jspecify.annotations.NullMarked;
