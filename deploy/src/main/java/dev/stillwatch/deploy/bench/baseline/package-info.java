// SPDX-License-Identifier: Apache-2.0
/**
 * What others would do, restated at account level behind one interface, so that they can be run on the same traffic:
 * volume, PRADA, windowed MMD and the published rules of open rivals. Each gives a score; {@link
 * dev.stillwatch.deploy.bench.baseline.EqualRate} sets every threshold at the same share of benign accounts flagged.
 */
@NullMarked
package dev.stillwatch.deploy.bench.baseline;

import org.jspecify.annotations.NullMarked;
