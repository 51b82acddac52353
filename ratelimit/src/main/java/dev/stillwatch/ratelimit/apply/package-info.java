// SPDX-License-Identifier: Apache-2.0
/**
 * The limits of the files applied to requests: which rule takes which descriptor, what is left of it, and what that means
 * for the whole request. What each rule did is counted for metrics.
 */
@NullMarked
package dev.stillwatch.ratelimit.apply;

import org.jspecify.annotations.NullMarked;
