// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

/**
 * Something that the person at the command line has to change: the command ends with exit code 2 and this one line.
 * The message says what, its value and the remedy.
 */
public final class InputProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A problem in one line. */
    public InputProblem(String message) {
        super(message);
    }

    /** A problem in one line, with what led to it for {@code --stacktrace}. */
    public InputProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
