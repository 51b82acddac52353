// SPDX-License-Identifier: Apache-2.0
/**
 * Where gateways ask: Envoy's rate limit service and external authorization and Kuadrant's service over gRPC, and
 * {@code /authz}, {@code /json}, {@code /v1/admit}, {@code /v1/settle}, {@code /v1/cancel}, {@code /v1/portkey},
 * {@code /v1/limits/}, {@code /health} and {@code /metrics} over HTTP, all on one port. The only package that sees the HTTP library, gRPC and
 * the generated messages ({@code wire}): every door turns its protocol into a
 * {@link dev.stillwatch.ratelimit.decide.LimitRequest} and the answer back; calls to models are held and charged by
 * {@link dev.stillwatch.ratelimit.reserve.Reservations}.
 *
 * <p>Handlers run on the server's event loops, or on threads that may wait where the limiter asks others
 * ({@link dev.stillwatch.ratelimit.door.Threads}). Whatever goes wrong has a name: a request that nobody can
 * decide on is refused as invalid, and a limiter that cannot tell is unavailable, so that the gateway's own rule for an
 * absent limiter applies. Nothing passes because of an exception.
 */
@NullMarked
package dev.stillwatch.ratelimit.door;

import org.jspecify.annotations.NullMarked;
