// SPDX-License-Identifier: Apache-2.0
/**
 * What is left of each limit: fixed windows as envoyproxy/ratelimit counts them, and token buckets, which Bucket4j
 * counts. {@link dev.stillwatch.ratelimit.count.Counters} keeps both by key, bounded, for any number of threads; no
 * decision waits for the sweep, nor for another once its key is known. It knows limits files no more than standings: whoever has a key and a
 * {@link dev.stillwatch.ratelimit.count.Plan} can count.
 */
@NullMarked
package dev.stillwatch.ratelimit.count;

import org.jspecify.annotations.NullMarked;
