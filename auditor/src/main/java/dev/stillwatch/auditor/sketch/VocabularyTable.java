// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * A static embedding: one fixed-point vector for every piece of the vocabulary. A text is the sum of its pieces'
 * vectors; no model runs per text. A row is the piece's state under the MiniLM model, centred, on 256 principal axes,
 * weighted by the logarithm of the piece's frequency rank, less the constant of ordinary text. Pieces of scripts that
 * the model cannot read have a zero row. Immutable.
 *
 * <p>The version is the first 32 bits of the SHA-256 of the content. The model's floating-point results may differ in
 * their last bits between kinds of CPU, and a value near a rounding border then rounds the other way: two machines may
 * derive tables of different versions. Sketches of different versions are never compared, so a cluster ships one
 * derived file to all its machines.
 */
public final class VocabularyTable {
    /** Components of a row. */
    public static final int DIMENSIONS = 256;

    private final List<String> pieces;
    private final short[] rows;
    private final int version;

    VocabularyTable(List<String> pieces, short[] rows) {
        this.pieces = List.copyOf(pieces);
        this.rows = rows;
        this.version = version(this.pieces, rows);
    }

    /**
     * The table of the model on the class path: read from the cache directory when a sound file for that model lies
     * there, else derived (some seconds) and written there.
     */
    public static VocabularyTable standard(Path cacheDirectory) {
        return new VocabularyFile(cacheDirectory).readOrDerive(VocabularyModel.ofClassPath());
    }

    /** First 32 bits of the SHA-256 of the content. */
    public int version() {
        return version;
    }

    /** The vocabulary; a piece's id is its place. */
    public List<String> pieces() {
        return pieces;
    }

    /** Component {@code k} of the row of a piece, fixed-point. */
    public int component(int piece, int k) {
        return rows[piece * DIMENSIONS + k];
    }

    /** Whether the static embedding reads the piece; other pieces have a zero row. */
    public boolean reads(int piece) {
        for (int k = 0; k < DIMENSIONS; k++) {
            if (rows[piece * DIMENSIONS + k] != 0) {
                return true;
            }
        }
        return false;
    }

    short[] rows() {
        return rows;
    }

    private static int version(List<String> pieces, short[] rows) {
        MessageDigest digest = Sha256.digest();
        for (String piece : pieces) {
            digest.update(piece.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(rows.length * Short.BYTES);
        bytes.asShortBuffer().put(rows);
        digest.update(bytes);
        return ByteBuffer.wrap(digest.digest()).getInt();
    }
}
