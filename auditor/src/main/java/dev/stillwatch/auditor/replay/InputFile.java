// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A log file as raw records: one a line, or the elements of JSON arrays; gzip is recognised by its first bytes.
 * Framing only: a line is a record whatever it holds, blank lines are none; a long line of many values is each of them.
 */
public final class InputFile {
    /** A line longer than this is cut there: it is rejected as too large in any case. */
    static final int MOST_BYTES = 16 * 1024 * 1024 + 1;

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_0 = 0x1f;
    private static final int GZIP_1 = 0x8b;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Path path;

    /** A file to read. */
    public InputFile(Path path) {
        this.path = path;
    }

    /** Takes raw records in the file's order. */
    public interface Sink {
        /**
         * One record.
         *
         * @param raw its bytes
         * @param line the line it ends on, from 1, which a long line's values share; for an array the element's number
         */
        void accept(byte[] raw, long line) throws IOException;
    }

    /**
     * Reads the whole file.
     *
     * @throws BacktestFailedException when it stops in the middle of what it holds
     */
    public void read(Sink sink) throws IOException, BacktestFailedException {
        try (InputStream in = open()) {
            skipMark(in);
            long blanks = 0;
            long read = 0;
            for (int first = first(in); first == '[' || first == '\n'; first = first(in)) {
                in.skipNBytes(1);
                if (first == '[') {
                    read = elements(in, read, sink);
                } else {
                    blanks++;
                }
            }
            lines(in, 1 + (read > 0 ? read : blanks), sink);
        } catch (EOFException | ZipException e) {
            throw new BacktestFailedException(
                    path + " cannot be read to its end: its gzip data is damaged or stops early; 'gzip -t' tests it");
        }
    }

    private InputStream open() throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        in.mark(2);
        boolean zipped = in.read() == GZIP_0 && in.read() == GZIP_1;
        in.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    }

    private static void skipMark(InputStream in) throws IOException {
        in.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            in.reset();
        }
    }

    /** The next byte that is a line's end or no blank, still to be read; -1 at the end. */
    private static int first(InputStream in) throws IOException {
        int next;
        do {
            in.mark(1);
            next = in.read();
        } while (next != '\n' && isBlank(next));
        in.reset();
        return next;
    }

    static boolean isBlank(int next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    private long elements(InputStream in, long before, Sink sink) throws IOException, BacktestFailedException {
        ArrayElements elements = new ArrayElements(sink, before);
        if (!elements.read(in)) {
            throw new BacktestFailedException(path + " stops in the middle of its JSON array, after element "
                    + elements.number() + "; give the whole file");
        }
        return elements.number();
    }

    private static void lines(InputStream in, long first, Sink sink) throws IOException {
        LineBuffer line = new LineBuffer(sink);
        byte[] buffer = new byte[BUFFER];
        long number = first;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line.add(buffer, from, i - from, number);
                    line.end(number++);
                    from = i + 1;
                }
            }
            line.add(buffer, from, read - from, number);
        }
        line.end(number);
    }
}
