// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    private Path home;

    @Test
    void theFirstTokenIsShownOnceAndKeptOnlyAsAHash() throws IOException {
        TokenFile file = TokenFile.in(home);

        String token = file.issueFirst(new SecureRandom()).orElseThrow();

        assertThat(file.issueFirst(new SecureRandom())).isEmpty();
        assertThat(file.read().role(token)).contains(Role.ANALYST);
        assertThat(file.read().role(token + "x")).isEmpty();
        assertThat(file.read().role("")).isEmpty();
        assertThat(Files.readString(file.path())).doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        TokenFile file = TokenFile.in(home);
        Files.writeString(file.path(), "ann king 00 00\n");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(file::read).hasMessageContaining("line 1");
    }

    @Test
    void anEmptyLineBetweenTokensIsNothing() throws IOException {
        TokenFile file = TokenFile.in(home);
        String token = file.issueFirst(new SecureRandom()).orElseThrow();
        Files.writeString(file.path(), "\n" + Files.readString(file.path()) + " \n");

        assertThat(file.read().role(token)).contains(Role.ANALYST);
    }
}
