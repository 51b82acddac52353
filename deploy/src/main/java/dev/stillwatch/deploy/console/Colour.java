// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import dev.stillwatch.policies.standing.Tier;

/** ANSI colours (ECMA-48, SGR). */
public enum Colour {
    PLAIN("\u001b[0m"),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    RED("\u001b[31m"),
    BRIGHT_RED("\u001b[1;31m"),
    CYAN("\u001b[36m");

    static final String END = "\u001b[0m";

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The colour of a rung: the harder, the redder. */
    public static Colour of(Tier tier) {
        return switch (tier) {
            case CLEAR -> GREEN;
            case WATCH -> CYAN;
            case THROTTLE -> YELLOW;
            case RESTRICT -> RED;
            case SUSPEND -> BRIGHT_RED;
        };
    }
}
