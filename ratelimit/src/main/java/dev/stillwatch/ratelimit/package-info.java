// SPDX-License-Identifier: Apache-2.0
/** Limit decisions for gateways; the auditor never sees it. */
@NullMarked
package dev.stillwatch.ratelimit;

import org.jspecify.annotations.NullMarked;
