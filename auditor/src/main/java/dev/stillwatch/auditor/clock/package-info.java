// SPDX-License-Identifier: Apache-2.0
/** Event-time clocks: how far the sources have come, as pure state machines. No Kafka, no wall clock; one thread each. */
@NullMarked
package dev.stillwatch.auditor.clock;

import org.jspecify.annotations.NullMarked;
