// SPDX-License-Identifier: Apache-2.0
/**
 * What travels beside exchanges so that buckets can close: watermark ticks of the sources, and the parts of split
 * records on their way to the merge. Immutable values, safe to share.
 */
@NullMarked
package dev.stillwatch.policies.tick;

import org.jspecify.annotations.NullMarked;
