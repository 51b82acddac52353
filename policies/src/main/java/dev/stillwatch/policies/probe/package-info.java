// SPDX-License-Identifier: Apache-2.0
/** What a self-test of a gateway's limits saw. */
@NullMarked
package dev.stillwatch.policies.probe;

import org.jspecify.annotations.NullMarked;
