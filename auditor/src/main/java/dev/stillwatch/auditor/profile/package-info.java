// SPDX-License-Identifier: Apache-2.0
/** What is kept per account: order-free, bounded, mergeable. */
@NullMarked
package dev.stillwatch.auditor.profile;

import org.jspecify.annotations.NullMarked;
