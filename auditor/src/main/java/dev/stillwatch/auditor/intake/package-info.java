// SPDX-License-Identifier: Apache-2.0
/** Raw records become usage records: one small decoder a format behind one registry. Bad input is a value (Rejected), never an exception; text passes through and is not kept. */
@NullMarked
package dev.stillwatch.auditor.intake;

import org.jspecify.annotations.NullMarked;
