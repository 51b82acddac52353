// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/**
 * Reads the text of one exchange once and leaves numbers behind. Readers run in a fixed order on the intake thread;
 * they keep no reference to the text, and stay within their budget or say so through {@link Reading#unconfirmed()}.
 */
public interface TextReader {
    /** Reads the text and adds what was seen to the reading. */
    void read(ExchangeText text, Reading reading);
}
