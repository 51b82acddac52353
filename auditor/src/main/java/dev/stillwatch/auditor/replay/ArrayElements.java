// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The elements of a JSON array as raw records, told apart by brackets and quotes alone: one that is no JSON is a record
 * as a bad line is, which intake rejects by its reason, and those after it are read.
 */
final class ArrayElements {
    private final ByteArrayOutputStream element = new ByteArrayOutputStream();
    private final InputFile.Sink sink;
    private long number;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    /**
     * Nothing is read yet.
     *
     * @param sink takes the elements
     * @param before how many records there were before
     */
    ArrayElements(InputFile.Sink sink, long before) {
        this.sink = sink;
        this.number = before;
    }

    /** Reads on from behind an opening bracket to the one that closes it; false when the input ends before. */
    boolean read(InputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (depth == 0 && !quoted && (next == ',' || next == ']')) {
                emit();
                if (next == ']') {
                    return true;
                }
            } else {
                take(next);
            }
        }
        return false;
    }

    /** The number of the last element. */
    long number() {
        return number;
    }

    private void take(int next) {
        if (quoted) {
            quoted = escaped || next != '"';
            escaped = !escaped && next == '\\';
        } else if (next == '"') {
            quoted = true;
        } else if (next == '{' || next == '[') {
            depth++;
        } else if (next == '}' || next == ']') {
            // One that closes nothing must not hide the commas after it.
            depth = Math.max(0, depth - 1);
        } else if (element.size() == 0 && InputFile.isBlank(next)) {
            return;
        }
        if (element.size() < InputFile.MOST_BYTES) {
            element.write(next);
        }
    }

    private void emit() throws IOException {
        if (element.size() > 0) {
            sink.accept(element.toByteArray(), ++number);
            element.reset();
        }
    }
}
