// SPDX-License-Identifier: Apache-2.0
/** One thin Kafka adapter a step: moves bytes between topics, stores and the pure classes that decide. One thread a task. */
@NullMarked
package dev.stillwatch.auditor.processor;

import org.jspecify.annotations.NullMarked;
