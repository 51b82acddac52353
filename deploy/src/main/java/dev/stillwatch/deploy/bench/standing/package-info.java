// SPDX-License-Identifier: Apache-2.0
/** How long a published standing takes until the limiter holds its subject to it. */
@NullMarked
package dev.stillwatch.deploy.bench.standing;

import org.jspecify.annotations.NullMarked;
