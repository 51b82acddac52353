// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP door: alerts as server-sent events, standings, health. Loopback and a bearer token by default. Sees no Kafka:
 * what it shows comes through {@link dev.stillwatch.auditor.query.AlertFeed} and its sisters, which the runtime
 * implements. Handlers run on the server's event loops and never block; each stream has one thread of its own.
 */
@NullMarked
package dev.stillwatch.auditor.query;

import org.jspecify.annotations.NullMarked;
