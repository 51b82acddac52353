// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A deployment's keys on disk: one line an epoch, {@code EPOCH HEXADECIMAL-SECRET} and, but for the first, the UTC day
 * from which records are hashed under it; readable by its owner only. The greatest epoch is the current one; older ones
 * stay, so that what was written under them can still be verified.
 */
public final class KeyFile {
    /** The file's name inside Stillwatch's home directory. */
    public static final String NAME = "keys";

    /** Least time from a rotation to its day: every instance has to be started again in it. */
    public static final Duration NOTICE = Duration.ofHours(1);
    /** Least days between two rotations: late records are taken for two days, and never under a third key. */
    public static final int LEAST_DAYS = 3;

    private static final int FIRST_EPOCH = 1;

    private final OwnerOnlyFile file;

    private KeyFile(OwnerOnlyFile file) {
        this.file = file;
    }

    /** The key file of a home directory; nothing is read or made yet. */
    public static KeyFile in(Path home) {
        return new KeyFile(new OwnerOnlyFile(home.resolve(NAME)));
    }

    /** Where the keys are. */
    public Path path() {
        return file.path();
    }

    /**
     * The current key; makes the file with a random first key when there is none. Two processes that start at once get
     * the same key.
     *
     * @throws KeyFileException when the file is open to others, or is not a key file
     * @throws IOException when it cannot be read or written
     */
    public DeploymentKey currentOrNew(SecureRandom random) throws IOException {
        if (!file.exists()) {
            file.createOnce(FIRST_EPOCH + " " + secret(random) + "\n");
        }
        return current();
    }

    /**
     * Adds a key that holds from the first UTC day that begins after {@link #NOTICE}.
     *
     * @param now the present
     * @return the new current key
     * @throws KeyFileException when the last rotation is less than {@link #LEAST_DAYS} days past, or as {@link #current}
     * @throws IOException when the file is missing, or cannot be read or written
     */
    public DeploymentKey rotate(SecureRandom random, Instant now) throws IOException {
        DeploymentKey last = current();
        LocalDate day = LocalDate.ofInstant(now.plus(NOTICE), ZoneOffset.UTC).plusDays(1);
        LocalDate earliest = last.previous().isEmpty()
                ? day
                : LocalDate.ofInstant(Instant.ofEpochMilli(last.start()), ZoneOffset.UTC)
                        .plusDays(LEAST_DAYS);
        if (day.isBefore(earliest)) {
            throw new KeyFileException("the key of epoch " + last.epoch() + " holds from "
                    + earliest.minusDays(LEAST_DAYS) + "; the next one can hold from " + earliest + " at the earliest");
        }
        List<String> lines = new ArrayList<>(file.lines());
        lines.add(last.epoch() + 1 + " " + secret(random) + " " + day);
        file.replace(String.join("\n", lines) + "\n");
        return current();
    }

    /**
     * The current key, which knows those before it.
     *
     * @throws KeyFileException when the file is open to others, or is not a key file
     * @throws IOException when it is missing or cannot be read
     */
    public DeploymentKey current() throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : file.lines()) {
            number++;
            if (!line.isBlank()) {
                lines.add(parse(line, number));
            }
        }
        if (lines.isEmpty()) {
            throw new KeyFileException(
                    file.path() + " holds no key; restore it from your backup, or remove it to start afresh");
        }
        lines.sort(Comparator.comparingInt(Line::epoch));
        DeploymentKey key = DeploymentKey.of(lines.get(0).epoch(), lines.get(0).secret());
        for (Line line : lines.subList(1, lines.size())) {
            key = follow(key, line);
        }
        return key;
    }

    private DeploymentKey follow(DeploymentKey key, Line line) throws KeyFileException {
        try {
            return key.followedBy(
                    line.epoch(),
                    line.secret(),
                    line.day().toEpochDay() * Duration.ofDays(1).toMillis());
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file.path() + " line " + line.number() + ": " + e.getMessage());
        }
    }

    private Line parse(String text, int number) throws KeyFileException {
        String[] parts = text.strip().split(" +", -1);
        try {
            byte[] secret = HexFormat.of().parseHex(parts.length > 1 ? parts[1] : "");
            if (parts.length < 2 || parts.length > 3 || secret.length < DeploymentKey.LEAST_BYTES) {
                throw new IllegalArgumentException("no such line");
            }
            LocalDate day = parts.length == 3 ? LocalDate.parse(parts[2]) : LocalDate.EPOCH;
            return new Line(number, Integer.parseInt(parts[0]), secret, day);
        } catch (IllegalArgumentException | DateTimeException e) {
            // The line itself is secret: say where, never what.
            throw new KeyFileException(file.path() + " line " + number
                    + " is not 'EPOCH HEXADECIMAL-SECRET [DAY]' of at least " + DeploymentKey.LEAST_BYTES + " bytes");
        }
    }

    private static String secret(SecureRandom random) {
        byte[] secret = new byte[DeploymentKey.LEAST_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private record Line(int number, int epoch, byte[] secret, LocalDate day) {}
}
