// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import org.apache.kafka.common.utils.Bytes;

/**
 * An exchange that waits for its bucket to close, as its topic has it.
 *
 * @param bucket start of the bucket that it is judged with, event time
 * @param account its account, the key of its record
 * @param offset where it stands in its partition of the topic
 * @param value the exchange, encoded
 */
record Waiting(long bucket, Bytes account, long offset, byte[] value) {}
