// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

/**
 * Modes of all limits of all files at once, as envoyproxy/ratelimit takes them from its environment.
 *
 * @param shadow whether every request passes; what would be over its limit is still told ({@code SHADOW_MODE})
 * @param quota whether every limit is a quota ({@code QUOTA_MODE})
 */
public record Modes(boolean shadow, boolean quota) {
    /** As each rule says itself. */
    public static final Modes OF_RULES = new Modes(false, false);
}
