// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.reject;

/**
 * A record that did not become an exchange: where it stands, why, and what to do. Never its content.
 *
 * @param source topic or file
 * @param partition source partition
 * @param offset offset in it
 * @param reason stable name of the reason, for example {@code malformed-json}
 * @param field field at fault, empty when none
 * @param remedy what the owner of the log can do, one sentence
 */
public record Reject(String source, int partition, long offset, String reason, String field, String remedy) {}
