// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** Counts over exchanges: an integer vector that adds in any order. */
public final class Tally {
    /** Collects counts; one thread. */
    public static final class Builder {}
}
