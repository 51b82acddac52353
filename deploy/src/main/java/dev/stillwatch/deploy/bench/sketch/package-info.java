// SPDX-License-Identifier: Apache-2.0
/** {@code bench sketch}: how fast the exchange sketch is and how well it links two accounts that draw on one source. */
@NullMarked
package dev.stillwatch.deploy.bench.sketch;

import org.jspecify.annotations.NullMarked;
