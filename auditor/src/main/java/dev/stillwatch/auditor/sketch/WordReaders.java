// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.List;

/** Walks system text and prompt once each for all readers of their words. */
final class WordReaders implements TextReader {
    private final WalkedText system;
    private final WalkedText prompt;
    private final List<WordReader> readers;

    WordReaders(WordMemo memo, List<WordReader> readers) {
        this.system = new WalkedText(memo);
        this.prompt = new WalkedText(memo);
        this.readers = List.copyOf(readers);
    }

    @Override
    public void read(ExchangeText text, Reading reading) {
        system.walk(text.system());
        prompt.walk(text.prompt());
        for (WordReader reader : readers) {
            reader.read(system, prompt, reading);
        }
        system.drop();
        prompt.drop();
    }
}
