// SPDX-License-Identifier: Apache-2.0
/** Compares verdicts with labels: recall, precision, exposure and false positives, each with an interval. Pure. */
@NullMarked
package dev.stillwatch.auditor.replay.score;

import org.jspecify.annotations.NullMarked;
