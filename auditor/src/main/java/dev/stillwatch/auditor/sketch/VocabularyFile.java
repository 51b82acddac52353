// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The derived table as a file: magic, format version, number of pieces, the pieces, the rows, and the SHA-256 of all
 * that. Written whole to a temporary name and moved into place, so that two processes may race; a file that does not
 * hash to its own end is not used.
 */
final class VocabularyFile {
    private static final int MAGIC = 0x53575654;
    private static final int FORMAT = 1;
    private static final int HASH_BYTES = 32;

    private final Path directory;

    VocabularyFile(Path directory) {
        this.directory = directory;
    }

    VocabularyTable readOrDerive(VocabularyModel model) {
        String hash = HexFormat.of().formatHex(model.fingerprint(), 0, 8);
        Path file = directory.resolve("vocabulary-" + hash + "-r" + VocabularyDerivation.RECIPE + ".bin");
        return read(file).orElseGet(() -> {
            VocabularyTable table = VocabularyDerivation.derive(model);
            write(file, table);
            return table;
        });
    }

    Optional<VocabularyTable> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, VocabularyTable table) {
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, "vocabulary", ".tmp");
            Files.write(temporary, encode(table));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the vocabulary table in " + directory, e);
        }
    }

    static byte[] encode(VocabularyTable table) {
        List<byte[]> pieces = table.pieces().stream()
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toList();
        int text = pieces.stream().mapToInt(bytes -> bytes.length + Short.BYTES).sum();
        short[] rows = table.rows();
        int length = 3 * Integer.BYTES + text + rows.length * Short.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(length + HASH_BYTES);
        buffer.putInt(MAGIC).putInt(FORMAT).putInt(pieces.size());
        pieces.forEach(bytes -> buffer.putShort((short) bytes.length).put(bytes));
        buffer.asShortBuffer().put(rows);
        buffer.position(length);
        buffer.put(Sha256.digest().digest(Arrays.copyOf(buffer.array(), length)));
        return buffer.array();
    }

    static Optional<VocabularyTable> decode(byte[] bytes) {
        int length = bytes.length - HASH_BYTES;
        if (length < 3 * Integer.BYTES || !isSound(bytes, length)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        if (buffer.getInt() != MAGIC || buffer.getInt() != FORMAT) {
            return Optional.empty();
        }
        int count = buffer.getInt();
        List<String> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] piece = new byte[buffer.getShort()];
            buffer.get(piece);
            pieces.add(new String(piece, StandardCharsets.UTF_8));
        }
        short[] rows = new short[count * VocabularyTable.DIMENSIONS];
        buffer.asShortBuffer().get(rows);
        return Optional.of(new VocabularyTable(pieces, rows));
    }

    private static boolean isSound(byte[] bytes, int length) {
        byte[] expected = Sha256.digest().digest(Arrays.copyOf(bytes, length));
        return Arrays.equals(expected, Arrays.copyOfRange(bytes, length, bytes.length));
    }
}
