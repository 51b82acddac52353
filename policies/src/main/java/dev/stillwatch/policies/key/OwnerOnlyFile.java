// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A small secret file that only its owner may read, made whole or not at all. Where the file system knows no owners
 * (not POSIX) the checks pass: nothing is promised there.
 */
public final class OwnerOnlyFile {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    /** A file that may not exist yet. */
    public OwnerOnlyFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether it is there. */
    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Its lines.
     *
     * @throws KeyFileException when others can read or change it
     * @throws IOException when it is missing or cannot be read
     */
    public List<String> lines() throws IOException {
        check();
        try {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new KeyFileException(path + " is not UTF-8 text");
        }
    }

    /** Makes it with the content unless it is there; of two processes at once, one makes it and both see it whole. */
    public boolean createOnce(String content) throws IOException {
        Path home = path.toAbsolutePath().getParent();
        if (home == null) {
            throw new KeyFileException(path + " has no directory");
        }
        Files.createDirectories(home, owners(DIRECTORY));
        Path draft = Files.createTempFile(home, "draft", ".new", owners(FILE));
        try {
            Files.writeString(draft, content, StandardCharsets.UTF_8);
            // A link either makes the whole file or finds another process's: no reader sees half of it.
            Files.createLink(path, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Puts the content in its place at once: a reader sees the old file or the new one. */
    public void replace(String content) throws IOException {
        Path draft = Files.createTempFile(path.toAbsolutePath().getParent(), "draft", ".new", owners(FILE));
        try {
            Files.writeString(draft, content, StandardCharsets.UTF_8);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Adds a line to its end, and makes it when it is not there yet. Lines of two processes do not mix.
     *
     * @throws KeyFileException when others can read or change it
     * @throws IOException when it cannot be written
     */
    public void append(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        try (SeekableByteChannel end = end()) {
            while (bytes.hasRemaining()) {
                end.write(bytes);
            }
        }
    }

    /**
     * Makes it when it is not there yet, and looks whether lines can be added.
     *
     * @throws KeyFileException when others can read or change it
     * @throws IOException when it cannot be written
     */
    public void prepare() throws IOException {
        end().close();
    }

    private SeekableByteChannel end() throws IOException {
        SeekableByteChannel end = Files.newByteChannel(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                owners(FILE));
        try {
            check();
            return end;
        } catch (IOException e) {
            end.close();
            throw e;
        }
    }

    private void check() throws IOException {
        if (posix() && !FILE.containsAll(Files.getPosixFilePermissions(path))) {
            throw new KeyFileException(path + " can be read or changed by others; run: chmod 600 " + path);
        }
    }

    private FileAttribute<?>[] owners(Set<PosixFilePermission> permissions) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
