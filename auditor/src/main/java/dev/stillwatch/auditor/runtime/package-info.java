// SPDX-License-Identifier: Apache-2.0
/** What runs the streams: settings, the embedded broker, topics, error handling, start, health and stop. Sees Kafka. */
@NullMarked
package dev.stillwatch.auditor.runtime;

import org.jspecify.annotations.NullMarked;
