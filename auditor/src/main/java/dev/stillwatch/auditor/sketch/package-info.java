// SPDX-License-Identifier: Apache-2.0
/** Text becomes numbers: readers see each text once and leave counts, marks, keyed hashes and the sign sketch. */
@NullMarked
package dev.stillwatch.auditor.sketch;

import org.jspecify.annotations.NullMarked;
