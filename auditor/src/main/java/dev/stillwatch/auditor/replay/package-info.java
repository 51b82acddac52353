// SPDX-License-Identifier: Apache-2.0
/** Backtests: files through the live topology on an embedded broker, and what came out as files. */
@NullMarked
package dev.stillwatch.auditor.replay;

import org.jspecify.annotations.NullMarked;
