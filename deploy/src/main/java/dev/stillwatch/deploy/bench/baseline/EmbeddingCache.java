// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An embedder whose results outlive the process: one file, an entry a text: 16 bytes of its SHA-256, then the values as
 * 16-bit fixed point (of a unit vector, exact to 1/65,534). New and known texts give the same values. One thread only.
 */
public final class EmbeddingCache implements Function<String, float[]>, AutoCloseable {
    private static final int HASH_BYTES = 16;
    private static final float ONE = Short.MAX_VALUE;

    private final Function<String, float[]> embedder;
    private final Map<String, short[]> known = new HashMap<>();
    private final DataOutputStream file;

    private EmbeddingCache(Function<String, float[]> embedder, DataOutputStream file) {
        this.embedder = embedder;
        this.file = file;
    }

    /**
     * Opens the cache.
     *
     * @param file made when missing; one embedder only may write to it
     * @param size values an embedding
     * @throws IOException when the file cannot be read or written
     */
    public static EmbeddingCache open(Path file, int size, Function<String, float[]> embedder) throws IOException {
        Map<String, short[]> known = new HashMap<>();
        long whole = Files.exists(file) ? read(file, size, known) : 0;
        if (Files.exists(file) && Files.size(file) > whole) {
            // A run was stopped in the middle of an entry.
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
        EmbeddingCache cache = new EmbeddingCache(
                embedder,
                new DataOutputStream(new BufferedOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))));
        cache.known.putAll(known);
        return cache;
    }

    /** Reads the whole entries and returns their bytes. */
    private static long read(Path file, int size, Map<String, short[]> known) throws IOException {
        byte[] hash = new byte[HASH_BYTES];
        long whole = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                in.readFully(hash);
                short[] values = new short[size];
                for (int i = 0; i < size; i++) {
                    values[i] = in.readShort();
                }
                known.put(Base64.getEncoder().encodeToString(hash), values);
                whole += HASH_BYTES + 2L * size;
            }
        } catch (EOFException e) {
            return whole;
        }
    }

    @Override
    public float[] apply(String text) {
        byte[] hash = hash(text);
        short[] values = known.computeIfAbsent(
                Base64.getEncoder().encodeToString(hash), unseen -> keep(hash, embedder.apply(text)));
        float[] vector = new float[values.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values[i] / ONE;
        }
        return vector;
    }

    private short[] keep(byte[] hash, float[] vector) {
        short[] values = new short[vector.length];
        try {
            file.write(hash);
            for (int i = 0; i < values.length; i++) {
                values[i] = (short) Math.round(vector[i] * ONE);
                file.writeShort(values[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static byte[] hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return java.util.Arrays.copyOf(whole, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
