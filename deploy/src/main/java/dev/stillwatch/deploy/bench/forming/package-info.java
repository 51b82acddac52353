// SPDX-License-Identifier: Apache-2.0
/** Two ways to form rings from links, measured: one task with disjoint sets, and labels that travel over a topic. */
@NullMarked
package dev.stillwatch.deploy.bench.forming;

import org.jspecify.annotations.NullMarked;
