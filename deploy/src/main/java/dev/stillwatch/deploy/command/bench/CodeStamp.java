// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a program consists of, as a hash: a result is kept only as long as the program that made it is the same. */
final class CodeStamp {
    private CodeStamp() {}

    /** The hash, in hex, of the jars or folders that the classes come from. */
    static String of(Class<?>... classes) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> one : classes) {
                Path place = Path.of(
                        one.getProtectionDomain().getCodeSource().getLocation().toURI());
                for (Path file : files(place)) {
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException("the program's own files cannot be named: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> paths = Files.walk(place)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
