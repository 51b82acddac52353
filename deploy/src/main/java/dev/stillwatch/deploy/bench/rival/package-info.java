// SPDX-License-Identifier: Apache-2.0
/**
 * What others would find of campaigns in the same traffic, with the time of it: windowed MMD on accounts and on our rings,
 * and the rules of an open detector that look at many accounts at once. Each gives suspicions; a bench sets the thresholds.
 */
@NullMarked
package dev.stillwatch.deploy.bench.rival;

import org.jspecify.annotations.NullMarked;
