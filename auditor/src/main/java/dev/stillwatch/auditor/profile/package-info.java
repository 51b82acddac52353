// SPDX-License-Identifier: Apache-2.0
/**
 * What is kept per account: order-free, bounded, mergeable. Values are immutable and pure; only {@code Tally.Builder} is
 * mutable, and used by one thread. Encoded values begin with a format version; stores and topics hold these bytes.
 */
@NullMarked
package dev.stillwatch.auditor.profile;

import org.jspecify.annotations.NullMarked;
