// SPDX-License-Identifier: Apache-2.0
/**
 * What gateways ask and what they are answered, in one vocabulary for every door: Envoy's descriptors (
 * {@code envoy.service.ratelimit.v3}) are the richest form, and what nginx, Caddy or an HTTP client asks maps onto them.
 * Everything here is immutable; a {@link dev.stillwatch.ratelimit.decide.Limiter} is safe for any number of threads and
 * waits for nothing but other nodes of its own, where there are some.
 */
@NullMarked
package dev.stillwatch.ratelimit.decide;

import org.jspecify.annotations.NullMarked;
