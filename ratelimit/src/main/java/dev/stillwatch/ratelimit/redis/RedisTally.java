// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

/**
 * What became of what a Redis was asked since the start.
 *
 * @param away whether it is away now
 * @param turns how often it was taken for away, or was there again
 * @param asked requests that were sent
 * @param silent requests that were not answered in time; they may have been counted
 * @param failed requests that were answered with an error or lost, and those that were not sent because it was away
 * @param full requests that were not sent because too many were on their way
 * @param loads how often the script was given to it
 */
public record RedisTally(boolean away, long turns, long asked, long silent, long failed, long full, long loads) {}
