// SPDX-License-Identifier: Apache-2.0
/** The deployment's secret and what is derived from it. */
@NullMarked
package dev.stillwatch.policies.key;

import org.jspecify.annotations.NullMarked;
