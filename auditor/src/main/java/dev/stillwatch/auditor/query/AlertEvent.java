// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

/**
 * One alert at its place in the log.
 *
 * @param partition partition of the log
 * @param offset place in the partition
 * @param subject account or ring
 * @param json the OCSF finding, exactly as it is in the log
 */
public record AlertEvent(int partition, long offset, String subject, String json) {}
