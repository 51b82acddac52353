// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.MutatedBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs and disks hand to the door is understood or refused, whatever it is. */
class MutatedAccessTest {
    @TempDir
    private Path directory;

    @Test
    void aDamagedTokenFileIsReadOrRefusedByName() throws IOException {
        TokenFile tokens = TokenFile.in(directory);
        assertThat(tokens.issueFirst(new SecureRandom())).isPresent();
        byte[] good = Files.readAllBytes(tokens.path());
        long refused = MutatedBytes.of(good, 3_000)
                .filter(bytes -> {
                    try {
                        Files.write(tokens.path(), bytes);
                        tokens.read();
                        return false;
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining(TokenFile.NAME);
                        return true;
                    }
                })
                .count();
        assertThat(refused).isPositive();
    }

    @Test
    void aDamagedPositionIsOneOrNone() {
        byte[] good = "0:17,1:4,2:999999999999999999".getBytes(StandardCharsets.US_ASCII);
        long none = MutatedBytes.of(good, 100_000)
                .map(bytes -> AlertPosition.parse(new String(bytes, StandardCharsets.ISO_8859_1)))
                .filter(Optional::isEmpty)
                .count();
        assertThat(none).isBetween(1L, 99_999L);
    }
}
