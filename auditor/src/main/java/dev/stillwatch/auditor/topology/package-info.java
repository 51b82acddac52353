// SPDX-License-Identifier: Apache-2.0
/** Wiring only: which processor reads and writes what, under which stable name. Decides nothing. */
@NullMarked
package dev.stillwatch.auditor.topology;

import org.jspecify.annotations.NullMarked;
