// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A log file as raw records: one a line, or the elements of one JSON array; gzip is recognised by its first bytes.
 * Framing only: a line is a record whatever it holds, blank lines are none.
 */
public final class InputFile {
    /** A line longer than this is cut there: it is rejected as too large in any case. */
    static final int MOST_BYTES = 16 * 1024 * 1024 + 1;

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_0 = 0x1f;
    private static final int GZIP_1 = 0x8b;

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
         * @param line the line it ends on, from 1; for an array the element's number
         */
        void accept(byte[] raw, long line) throws IOException;
    }

    /** Reads the whole file. */
    public void read(Sink sink) throws IOException {
        try (InputStream in = open()) {
            in.mark(BUFFER);
            int first = in.read();
            while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
                first = in.read();
            }
            in.reset();
            if (first == '[') {
                elements(in, sink);
            } else {
                lines(in, sink);
            }
        }
    }

    private InputStream open() throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        in.mark(2);
        boolean zipped = in.read() == GZIP_0 && in.read() == GZIP_1;
        in.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    }

    private static void elements(InputStream in, Sink sink) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        long number = 0;
        try (JsonParser parser = new JsonFactory().createParser(in)) {
            parser.setCodec(mapper);
            parser.nextToken();
            for (JsonToken token = parser.nextToken();
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                sink.accept(mapper.writeValueAsBytes(parser.readValueAsTree()), ++number);
            }
        }
    }

    private static void lines(InputStream in, Sink sink) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER);
        byte[] buffer = new byte[BUFFER];
        long number = 1;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    keep(line, buffer, from, i - from);
                    emit(line, number++, sink);
                    from = i + 1;
                }
            }
            keep(line, buffer, from, read - from);
        }
        emit(line, number, sink);
    }

    private static void keep(ByteArrayOutputStream line, byte[] buffer, int from, int length) {
        line.write(buffer, from, Math.min(length, MOST_BYTES - line.size()));
    }

    private static void emit(ByteArrayOutputStream line, long number, Sink sink) throws IOException {
        byte[] raw = line.toByteArray();
        line.reset();
        for (byte b : raw) {
            if (b != ' ' && b != '\r' && b != '\t') {
                sink.accept(raw, number);
                return;
            }
        }
    }
}
