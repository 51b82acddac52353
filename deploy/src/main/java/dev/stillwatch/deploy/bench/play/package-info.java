// SPDX-License-Identifier: Apache-2.0
/** Simulations played through the product, each once: what the benches of detection and of rings have in common. */
@NullMarked
package dev.stillwatch.deploy.bench.play;

import org.jspecify.annotations.NullMarked;
