// SPDX-License-Identifier: Apache-2.0
/** The ladder, the families of evidence and the standing that a limiter acts on. */
@NullMarked
package dev.stillwatch.policies.standing;

import org.jspecify.annotations.NullMarked;
