// SPDX-License-Identifier: Apache-2.0
/** Limit decisions for gateways. Empty until the limiter is built; the auditor never sees it. */
@NullMarked
package dev.stillwatch.ratelimit;

import org.jspecify.annotations.NullMarked;
