// SPDX-License-Identifier: Apache-2.0
/** Measures how long it takes from a usage record to its alert, hop by hop, against the wall clock. */
@NullMarked
package dev.stillwatch.deploy.bench.latency;

import org.jspecify.annotations.NullMarked;
