// SPDX-License-Identifier: Apache-2.0
/** Declared evaluation, red-team and research runs, signed and bounded. */
@NullMarked
package dev.stillwatch.policies.passport;

import org.jspecify.annotations.NullMarked;
