// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A deployment's keys on disk: one line an epoch, {@code EPOCH HEXADECIMAL-SECRET}, readable by its owner only. The
 * greatest epoch is the current one; older ones stay so that what was written under them can still be verified.
 */
public final class KeyFile {
    /** The file's name inside Stillwatch's home directory. */
    public static final String NAME = "keys";

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
            byte[] secret = new byte[DeploymentKey.LEAST_BYTES];
            random.nextBytes(secret);
            file.createOnce(FIRST_EPOCH + " " + HexFormat.of().formatHex(secret) + "\n");
        }
        return current();
    }

    /**
     * The current key of an existing file.
     *
     * @throws KeyFileException when the file is open to others, or is not a key file
     * @throws IOException when it is missing or cannot be read
     */
    public DeploymentKey current() throws IOException {
        return all().get(0);
    }

    /**
     * Every key, the current one first.
     *
     * @throws KeyFileException when the file is open to others, or is not a key file
     * @throws IOException when it is missing or cannot be read
     */
    public List<DeploymentKey> all() throws IOException {
        List<DeploymentKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : file.lines()) {
            number++;
            if (!line.isBlank()) {
                keys.add(parse(line, number));
            }
        }
        if (keys.isEmpty()) {
            throw new KeyFileException(
                    file.path() + " holds no key; restore it from your backup, or remove it to start afresh");
        }
        keys.sort(Comparator.comparingInt(DeploymentKey::epoch).reversed());
        return List.copyOf(keys);
    }

    private DeploymentKey parse(String line, int number) throws KeyFileException {
        int space = line.indexOf(' ');
        try {
            return DeploymentKey.of(
                    Integer.parseInt(line.substring(0, Math.max(0, space))),
                    HexFormat.of().parseHex(line.substring(space + 1).strip()));
        } catch (IllegalArgumentException e) {
            // The line itself is secret: say where, never what.
            throw new KeyFileException(file.path() + " line " + number
                    + " is not 'EPOCH HEXADECIMAL-SECRET' of at least " + DeploymentKey.LEAST_BYTES + " bytes");
        }
    }
}
