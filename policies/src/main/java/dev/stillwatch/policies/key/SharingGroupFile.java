// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A sharing group's key on disk: one line, {@code NAME HEXADECIMAL-SECRET}, readable by its owner only. Members give it
 * to each other on a way that they trust; nothing in it is of one deployment.
 */
public final class SharingGroupFile {
    private final OwnerOnlyFile file;

    /** A file that may not exist yet. */
    public SharingGroupFile(Path path) {
        this.file = new OwnerOnlyFile(path);
    }

    /**
     * Makes a group with a random key.
     *
     * @throws FileAlreadyExistsException when the file is there: a key is never overwritten
     * @throws IOException when it cannot be written
     */
    public SharingGroup create(String name, SecureRandom random) throws IOException {
        byte[] secret = new byte[DeploymentKey.LEAST_BYTES];
        random.nextBytes(secret);
        SharingGroup group = SharingGroup.of(name, secret);
        if (!file.createOnce(name + " " + HexFormat.of().formatHex(secret) + "\n")) {
            throw new FileAlreadyExistsException(file.path().toString());
        }
        return group;
    }

    /**
     * The group of a file that an option may name; none when it does not.
     *
     * @throws IOException as {@link #read}
     */
    public static Optional<SharingGroup> readIfNamed(Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(new SharingGroupFile(file.get()).read()) : Optional.empty();
    }

    /**
     * Reads it.
     *
     * @throws KeyFileException when others can read or change it, or it is no such file
     * @throws IOException when it is missing or cannot be read
     */
    public SharingGroup read() throws IOException {
        List<String> lines = file.lines();
        String[] parts = lines.size() == 1 ? lines.get(0).strip().split(" +", -1) : new String[0];
        try {
            if (parts.length == 2) {
                return SharingGroup.of(parts[0], HexFormat.of().parseHex(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // The line is secret: say where, never what.
        }
        throw new KeyFileException(file.path() + " is not one line 'NAME HEXADECIMAL-SECRET' of at least "
                + DeploymentKey.LEAST_BYTES + " bytes, as 'share group init' writes it");
    }
}
