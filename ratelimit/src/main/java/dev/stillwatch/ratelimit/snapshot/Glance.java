// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

/**
 * One look at the counters.
 *
 * @param now when, milliseconds since 1970 by the wall clock
 * @param span milliseconds to the next look: what is over before that is not worth telling
 * @param anew whether everything is to be told, changed or not, because what was told before may be lost
 */
public record Glance(long now, long span, boolean anew) {}
