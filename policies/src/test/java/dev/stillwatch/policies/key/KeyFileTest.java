// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final byte[] MESSAGE = "m".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void makesAKeyOnceAndOnlyForItsOwner() throws IOException {
        KeyFile file = KeyFile.in(directory.resolve("home"));

        DeploymentKey first = file.currentOrNew(new SecureRandom());
        DeploymentKey again = file.currentOrNew(new SecureRandom());

        assertThat(first.epoch()).isEqualTo(1);
        assertThat(again.verifies("p", MESSAGE, first.tag("p", MESSAGE))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var entries = Files.list(directory.resolve("home"))) {
            assertThat(entries).containsExactly(file.path());
        }
    }

    @Test
    void theGreatestEpochIsCurrent() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n3 " + "cd".repeat(32) + " 2026-12-01\n\n2 " + "ef".repeat(32)
                + " 2026-11-01\n");

        assertThat(file.current().epoch()).isEqualTo(3);
        assertThat(file.current().start())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli());
        assertThat(file.current().earlier()).extracting(DeploymentKey::epoch).containsExactly(2, 1);
    }

    @Test
    void aKeyHoldsFromTheFirstDayAfterTheNotice() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n");

        assertThat(day(file.rotate(new SecureRandom(), Instant.parse("2026-11-24T22:59:59Z"))))
                .isEqualTo("2026-11-25T00:00:00Z");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        KeyFile late = written("1 " + "ab".repeat(32) + "\n");
        assertThat(day(late.rotate(new SecureRandom(), Instant.parse("2026-11-24T23:00:01Z"))))
                .isEqualTo("2026-11-26T00:00:00Z");
    }

    @Test
    void theKeyBeforeStaysAndStillVerifies() throws IOException {
        KeyFile file = KeyFile.in(directory.resolve("home"));
        DeploymentKey first = file.currentOrNew(new SecureRandom());

        DeploymentKey next = file.rotate(new SecureRandom(), Instant.parse("2026-11-24T12:00:00Z"));

        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.verifies("p", MESSAGE, first.tag("p", MESSAGE))).isFalse();
        assertThat(next.previous().orElseThrow().verifies("p", MESSAGE, first.tag("p", MESSAGE)))
                .isTrue();
    }

    @Test
    void refusesASecondRotationWhileLateRecordsMayStillNeedTheKeyBefore() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n2 " + "cd".repeat(32) + " 2026-11-25\n");

        assertThatThrownBy(() -> file.rotate(new SecureRandom(), Instant.parse("2026-11-26T12:00:00Z")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("2026-11-28");
        assertThat(file.rotate(new SecureRandom(), Instant.parse("2026-11-27T12:00:00Z"))
                        .epoch())
                .isEqualTo(3);
    }

    @Test
    void refusesALaterKeyThatDoesNotSayFromWhen() throws IOException {
        assertThatThrownBy(
                        written("1 " + "ab".repeat(32) + "\n2 " + "cd".repeat(32) + " 2026-11-25\n3 " + "ef".repeat(32)
                                + "\n")::current)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("line 3");
    }

    private static String day(DeploymentKey key) {
        return Instant.ofEpochMilli(key.start()).toString();
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(file::current).isInstanceOf(KeyFileException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void namesTheBadLineButNeverShowsIt() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n2 secretsecret\n");

        assertThatThrownBy(file::current)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secretsecret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SECRET",
                "1",
                "1 ",
                "one SECRET",
                "1 SECRETa",
                "1 SECRET 2026-11-31",
                "1 SECRET 2026-11-30 more",
                "99999999999 SECRET"
            })
    void refusesALineOfAnyOtherForm(String line) throws IOException {
        KeyFile file = written(line.replace("SECRET", "ab".repeat(32)) + "\n");

        assertThatThrownBy(file::current)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("line 1 is not 'EPOCH HEXADECIMAL-SECRET [DAY]'")
                .hasMessageNotContaining("abab");
    }

    @Test
    void refusesTwoKeysOfOneEpoch() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n1 " + "cd".repeat(32) + " 2026-11-25\n");

        assertThatThrownBy(file::current).isInstanceOf(KeyFileException.class).hasMessageContaining("line 2");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        KeyFile file = written("");
        Files.write(file.path(), new byte[] {'1', ' ', (byte) 0xff, '\n'});

        assertThatThrownBy(file::current).isInstanceOf(KeyFileException.class).hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesAShortSecretAndAnEmptyFile() throws IOException {
        assertThatThrownBy(written("1 abcd\n")::current).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(written("\n")::current).isInstanceOf(KeyFileException.class);
    }

    @Test
    void currentNeverMakesAKey() {
        assertThatThrownBy(KeyFile.in(directory)::current).isInstanceOf(NoSuchFileException.class);
    }

    private KeyFile written(String content) throws IOException {
        KeyFile file = KeyFile.in(directory);
        Files.writeString(file.path(), content);
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
