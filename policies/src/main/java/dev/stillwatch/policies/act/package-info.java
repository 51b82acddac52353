// SPDX-License-Identifier: Apache-2.0
/** What people decide. */
@NullMarked
package dev.stillwatch.policies.act;

import org.jspecify.annotations.NullMarked;
