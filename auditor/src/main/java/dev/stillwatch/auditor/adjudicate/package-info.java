// SPDX-License-Identifier: Apache-2.0
/**
 * From evidence to a standing: the score, the ladder, declared use, plans and findings. Pure functions of values: no
 * clock, no text, no order of arrival. Everything here is immutable and safe to share between threads.
 */
@NullMarked
package dev.stillwatch.auditor.adjudicate;

import org.jspecify.annotations.NullMarked;
