// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.TextHash;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/**
 * Readers of system text and prompt, and what they left the last time they read the same two. What is remembered is
 * numbers under a keyed hash of 64 bits, never a text; once there is no more room, nothing new is.
 */
final class RememberingReader implements TextReader {
    private final List<TextReader> readers;
    private final TextHash texts;
    private final ConcurrentMap<Long, Reading> seen;
    private final int most;

    /**
     * Wraps readers.
     *
     * @param readers that look at system text and prompt only
     * @param texts the hash by which texts are known
     * @param seen readings by that hash; may be shared by threads, because a reading in it is not changed any more
     * @param most readings that are kept
     */
    RememberingReader(List<TextReader> readers, TextHash texts, ConcurrentMap<Long, Reading> seen, int most) {
        this.readers = List.copyOf(readers);
        this.texts = texts;
        this.seen = seen;
        this.most = most;
    }

    @Override
    public void read(ExchangeText text, Reading reading) {
        String system = text.system().text();
        // With its length in front, so that no other division of the same characters is the same text.
        long known = texts.of(system.length() + " " + system + text.prompt().text());
        Reading before = seen.get(known);
        if (before != null) {
            reading.add(before);
            return;
        }
        Reading fresh = new Reading();
        for (TextReader reader : readers) {
            reader.read(text, fresh);
        }
        if (seen.size() < most) {
            seen.put(known, fresh);
        }
        reading.add(fresh);
    }
}
