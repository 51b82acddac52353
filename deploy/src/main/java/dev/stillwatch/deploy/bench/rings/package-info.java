// SPDX-License-Identifier: Apache-2.0
/** Rings against labels: whether campaigns are found as one, how soon, and who else stands in them. */
@NullMarked
package dev.stillwatch.deploy.bench.rings;

import org.jspecify.annotations.NullMarked;
