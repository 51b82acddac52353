// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

/**
 * One thing wrong with a file.
 *
 * @param file the file
 * @param line line, from 1
 * @param column column, from 1
 * @param found what is there, one clause
 * @param expected what belongs there, one clause
 */
public record Problem(String file, int line, int column, String found, String expected) {
    /** {@code file:line:column: found; expected ...}, one line. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + found + "; expected " + expected;
    }
}
