// SPDX-License-Identifier: Apache-2.0
/** One class a signal: counts exchanges, weighs behaviour, keeps nothing. */
@NullMarked
package dev.stillwatch.auditor.signal;

import org.jspecify.annotations.NullMarked;
