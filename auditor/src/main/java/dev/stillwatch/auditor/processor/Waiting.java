// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import org.apache.kafka.common.utils.Bytes;

/**
 * What waits for its time to be over, as its topic has it.
 *
 * @param bucket of an exchange the start of the bucket that it is judged with, of an edge and a contribution the instant
 *     that they speak of; event time
 * @param account its account
 * @param offset where it stands in its partition of the topic
 * @param value its encoding
 */
record Waiting(long bucket, Bytes account, long offset, byte[] value) {}
