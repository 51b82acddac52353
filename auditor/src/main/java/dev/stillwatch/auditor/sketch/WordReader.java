// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/** A reader of words: what a {@link TextReader} is, for texts that were walked already. */
interface WordReader {
    /** Reads system text and prompt and adds what was seen to the reading. */
    void read(WalkedText system, WalkedText prompt, Reading reading);
}
