// SPDX-License-Identifier: Apache-2.0
/** Findings as others read them: OCSF 1.8.0 events, technique ids from a versioned file, explanations for people. */
@NullMarked
package dev.stillwatch.auditor.alert;

import org.jspecify.annotations.NullMarked;
