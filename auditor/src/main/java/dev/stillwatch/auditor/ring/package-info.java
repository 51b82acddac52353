// SPDX-License-Identifier: Apache-2.0
/** Accounts that act as one: what they share, and the rings that this makes. Knows no Kafka and reads no clock. */
@NullMarked
package dev.stillwatch.auditor.ring;

import org.jspecify.annotations.NullMarked;
