// SPDX-License-Identifier: Apache-2.0
/** How fast the whole topology is, against a floor that does nothing but parse and store, in one run on one broker. */
@NullMarked
package dev.stillwatch.deploy.bench.throughput;

import org.jspecify.annotations.NullMarked;
