// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

/** Exit codes of every subcommand: public contract. */
public final class ExitCode {
    /** It did what was asked. */
    public static final int OK = 0;
    /** It did what was asked and found something wrong. */
    public static final int FOUND = 1;
    /** Usage or input error: one line on standard error. */
    public static final int INPUT = 2;

    private ExitCode() {}
}
