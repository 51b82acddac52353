// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * A call that is passed on whole, because all of it is for its owner: calls to models are held where their account is.
 *
 * @param path with its query
 * @param body empty for one that only reads
 */
public record Passing(String path, byte[] body) {}
