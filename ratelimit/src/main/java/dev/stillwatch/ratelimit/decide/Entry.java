// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/**
 * One pair of a descriptor.
 *
 * @param key what kind of thing it names, never empty
 * @param value which one, may be empty
 */
public record Entry(String key, String value) {}
