// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

/** A backtest could not be finished. The message is one line for a person. */
public final class BacktestFailedException extends Exception {
    private static final long serialVersionUID = 1;

    /** With what happened. */
    public BacktestFailedException(String message) {
        super(message);
    }
}
