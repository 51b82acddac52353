// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A line of a file while it is read. One that grows long gives away the JSON objects and arrays that are whole, each as a
 * record: Firehose writes files without a line break, which would be a single record that is too large. Shorter lines stay
 * as they are, for intake reads several values of a record too.
 */
final class LineBuffer {
    /** From this length on a line is looked through. */
    static final int LONG = 256 * 1024;

    private final InputFile.Sink sink;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private int next = LONG;

    /** Nothing is read yet; the sink takes the records. */
    LineBuffer(InputFile.Sink sink) {
        this.sink = sink;
    }

    /** Reads on; what is longer than the longest record is cut there. */
    void add(byte[] buffer, int from, int length, long number) throws IOException {
        int taken = 0;
        while (taken < length && bytes.size() < InputFile.MOST_BYTES) {
            int piece = Math.min(length - taken, next - bytes.size());
            bytes.write(buffer, from + taken, piece);
            taken += piece;
            if (bytes.size() == next) {
                giveWholeValues(number);
                // Looked through again when it is twice as long, so that the work grows with the line and no faster.
                next = Math.min(InputFile.MOST_BYTES, Math.max(LONG, 2 * bytes.size()));
            }
        }
    }

    /** Ends the line: what is left of it is a record, unless it is blank. */
    void end(long number) throws IOException {
        emit(bytes.toByteArray(), number);
        bytes.reset();
        next = LONG;
    }

    private void giveWholeValues(long number) throws IOException {
        byte[] line = bytes.toByteArray();
        int start = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length; i++) {
            byte at = line[i];
            if (quoted) {
                if (at == '\\') {
                    i++;
                } else {
                    quoted = at != '"';
                }
            } else if (at == '"') {
                quoted = true;
            } else if (at == '{' || at == '[') {
                depth++;
            } else if ((at == '}' || at == ']') && depth > 0 && --depth == 0) {
                emit(Arrays.copyOfRange(line, start, i + 1), number);
                start = i + 1;
            }
        }
        if (start > 0) {
            bytes = new ByteArrayOutputStream(1 << 16);
            bytes.write(line, start, line.length - start);
        }
    }

    private void emit(byte[] raw, long number) throws IOException {
        for (byte b : raw) {
            if (!InputFile.isBlank(b)) {
                sink.accept(raw, number);
                return;
            }
        }
    }
}
