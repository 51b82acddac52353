// SPDX-License-Identifier: Apache-2.0
/** What limiters decided. */
@NullMarked
package dev.stillwatch.policies.decision;

import org.jspecify.annotations.NullMarked;
