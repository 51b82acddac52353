// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** The sum of sign sketches: adds over exchanges and over accounts. */
public final class SketchSum {}
