// SPDX-License-Identifier: Apache-2.0
/** Measures detection: simulate, replay, score, and the rivals on the same traffic. */
@NullMarked
package dev.stillwatch.deploy.bench.detection;

import org.jspecify.annotations.NullMarked;
