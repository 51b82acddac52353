// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/**
 * The limit that was looked at.
 *
 * @param rate how many in which span
 * @param name its name in the limits file or the name of the plan it comes from, may be empty
 */
public record CurrentLimit(Rate rate, String name) {}
