// SPDX-License-Identifier: Apache-2.0
/** Limits counted in a real Redis. */
@NullMarked
package dev.stillwatch.deploy.redis;

import org.jspecify.annotations.NullMarked;
