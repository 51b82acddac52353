// SPDX-License-Identifier: Apache-2.0
/** What accounts add to rings and what links them. */
@NullMarked
package dev.stillwatch.policies.ring;

import org.jspecify.annotations.NullMarked;
