// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

/**
 * A template that another party reported. A ring that asks with it weighs more; an account outside a ring does not, and
 * what is reported never reaches a limit by itself.
 *
 * @param template its hash under the sharing group's key, not 0
 * @param weightMilli what it weighs here, in thousandths of a nat, 1 to {@link #MOST_MILLI}
 * @param from what this deployment calls the party, of the form {@link #FROM}
 * @param until event time from which it no longer counts, milliseconds since 1970
 */
public record Indicator(long template, int weightMilli, String from, long until) {
    /** Most that an indicator may weigh, in thousandths of a nat. */
    public static final int MOST_MILLI = 2000;

    /** What a party's name looks like: it stands in reasons. */
    public static final String FROM = "[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}";
}
