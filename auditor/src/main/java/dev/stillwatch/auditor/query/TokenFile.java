// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import dev.stillwatch.policies.key.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The issued tokens on disk, hashed: one line each, {@code NAME ROLE SALT HASH}, the last two hexadecimal. */
public final class TokenFile {
    /** The file's name inside Stillwatch's home directory. */
    public static final String NAME = "tokens";

    private static final String FIRST_NAME = "first";
    private static final int TOKEN_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int COLUMNS = 4;

    private final OwnerOnlyFile file;

    private TokenFile(OwnerOnlyFile file) {
        this.file = file;
    }

    /** The token file of a home directory; nothing is read or made yet. */
    public static TokenFile in(Path home) {
        return new TokenFile(new OwnerOnlyFile(home.resolve(NAME)));
    }

    /** Where the hashes are. */
    public Path path() {
        return file.path();
    }

    /**
     * Issues a first analyst token when there is no file yet.
     *
     * @return the token, which is nowhere else: show it once; empty when tokens exist already
     */
    public Optional<String> issueFirst(SecureRandom random) throws IOException {
        if (file.exists()) {
            return Optional.empty();
        }
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        HexFormat hex = HexFormat.of();
        String line = String.join(
                " ",
                FIRST_NAME,
                Role.ANALYST.label(),
                hex.formatHex(salt),
                hex.formatHex(AccessTokens.hash(salt, token)));
        return file.createOnce(line + "\n") ? Optional.of(token) : Optional.empty();
    }

    /**
     * The issued tokens.
     *
     * @throws IOException when the file is missing, open to others or not a token file
     */
    public AccessTokens read() throws IOException {
        List<AccessTokens.Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : file.lines()) {
            number++;
            if (!line.isBlank()) {
                entries.add(parse(line, number));
            }
        }
        return new AccessTokens(entries);
    }

    private AccessTokens.Entry parse(String line, int number) throws IOException {
        String[] columns = line.strip().split(" ", -1);
        if (columns.length == COLUMNS) {
            Optional<Role> role = Role.of(columns[1]);
            try {
                if (role.isPresent()) {
                    return new AccessTokens.Entry(
                            columns[0],
                            role.get(),
                            HexFormat.of().parseHex(columns[2]),
                            HexFormat.of().parseHex(columns[3]));
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(path() + " line " + number + ": salt and hash are hexadecimal", e);
            }
        }
        throw new IOException(path() + " line " + number + " is not 'NAME ROLE SALT HASH'");
    }
}
