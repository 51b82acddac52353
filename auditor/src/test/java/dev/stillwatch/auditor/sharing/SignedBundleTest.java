// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.passport.SigningKey;
import dev.stillwatch.policies.passport.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test an attack on a bundle between two parties. */
class SignedBundleTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private SignedBundle bundle = new SignedBundle(file);
    private TrustedKeys trusted = TrustedKeys.NONE;

    @BeforeEach
    void tell() throws IOException, SharingException {
        file = folder.resolve("bundle.json");
        SigningKey key = SigningKey.generate(folder.resolve("party"));
        trusted = new TrustedKeys(List.of(key.publicKey()));
        bundle = new SignedBundle(file);
        bundle.write(Told.bundle(Told.ring("ring-a", Told.FIRST)), key);
    }

    @Test
    void aSignedBundleIsRead() throws Exception {
        assertThat(bundle.read(trusted).indicators()).hasSize(1);
    }

    @Test
    void aChangedByteIsRefused() throws IOException {
        Files.writeString(file, Files.readString(file).replace(Told.FIRST, Told.SECOND));

        assertThatThrownBy(() -> bundle.read(trusted))
                .isInstanceOf(SharingException.class)
                .hasMessageContaining("does not match");
    }

    @Test
    void aKeyThatIsNotTrustedIsRefused() throws IOException {
        TrustedKeys other = new TrustedKeys(
                List.of(SigningKey.generate(folder.resolve("other")).publicKey()));

        assertThatThrownBy(() -> bundle.read(other)).hasMessageContaining("not trusted here");
        assertThatThrownBy(() -> bundle.read(TrustedKeys.NONE)).hasMessageContaining("not trusted here");
    }

    @Test
    void anUnsignedBundleIsRefused() throws IOException {
        Files.delete(bundle.signatureFile());

        assertThatThrownBy(() -> bundle.read(trusted)).hasMessageContaining("no signature bundle.json.jws");
    }

    @Test
    void aSignatureOfNoFormIsRefused() throws IOException {
        for (String bad : List.of("", "a.b.c", "..", "e30..AAAA", "x".repeat(9_000))) {
            Files.writeString(bundle.signatureFile(), bad);
            assertThatThrownBy(() -> bundle.read(trusted)).as(bad).isInstanceOf(SharingException.class);
        }
    }

    @Test
    void aKeyNamedInAnotherScriptIsRefusedAsAnyOtherStrangersIs() throws IOException {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + "\ud83d\ude00".repeat(3) + "\"}";
        Files.writeString(
                bundle.signatureFile(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                        + "..AAAA");

        assertThatThrownBy(() -> bundle.read(trusted))
                .isInstanceOf(SharingException.class)
                .hasMessageContaining("the key '???', which is not trusted here");
    }

    @Test
    void anOversizedBundleIsRefusedWhoeverSignedIt() throws IOException {
        Files.writeString(file, " ".repeat(Bundle.MOST_BYTES + 1));

        assertThatThrownBy(() -> bundle.read(trusted)).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void whatIsSignedAndNoBundleIsRefused() throws IOException {
        bundle.write("{}".getBytes(StandardCharsets.UTF_8), SigningKey.read(folder.resolve("party")));

        assertThatThrownBy(() -> bundle.read(trusted)).hasMessageContaining("no STIX bundle");
        Files.delete(file);
        assertThatThrownBy(() -> bundle.read(trusted)).isInstanceOf(NoSuchFileException.class);
    }
}
