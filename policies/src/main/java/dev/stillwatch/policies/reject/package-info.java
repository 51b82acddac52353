// SPDX-License-Identifier: Apache-2.0
/** Records that did not become exchanges. */
@NullMarked
package dev.stillwatch.policies.reject;

import org.jspecify.annotations.NullMarked;
