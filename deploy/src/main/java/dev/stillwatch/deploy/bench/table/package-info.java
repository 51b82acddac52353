// SPDX-License-Identifier: Apache-2.0
/** Figures for people: Markdown whose columns also line up as plain text. */
@NullMarked
package dev.stillwatch.deploy.bench.table;

import org.jspecify.annotations.NullMarked;
