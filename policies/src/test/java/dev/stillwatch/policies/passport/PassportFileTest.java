// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.yaml.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test an attack on a passport file. */
final class PassportFileTest {
    private static final String LIST = """
            - id: pp-1
              accounts: [acct-1, acct-2]
              purpose: red-team
              asset: safety suite
              owner: evals@example.com
              from: 2026-11-01T00:00:00Z
              until: 2026-12-01T00:00:00Z
              exchanges_per_day: 5000
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private SigningKey key;

    @BeforeEach
    void signed() throws Exception {
        file = Files.writeString(folder.resolve("passports.yaml"), LIST);
        key = SigningKey.generate(folder.resolve("passport.key"));
        assertThat(new PassportSigner(key).sign(file)).hasSize(1);
    }

    @Test
    void aSignedFileIsRead() throws RefusedException {
        assertThat(new PassportFile(key.trusted(), false).read(file))
                .singleElement()
                .isEqualTo(new Passport(
                        "pp-1",
                        Set.of("acct-1", "acct-2"),
                        Passport.Purpose.RED_TEAM,
                        "safety suite",
                        "evals@example.com",
                        1_793_491_200_000L,
                        1_796_083_200_000L,
                        5000));
    }

    @Test
    void jsonIsReadLikeYaml() throws RefusedException {
        String json =
                "[{\"id\":\"a\",\"accounts\":[\"x\"],\"purpose\":\"research\",\"owner\":\"o\",\"from\":\"2026-11-01T00:00:00Z\","
                        + "\"until\":\"2026-11-02T00:00:00Z\",\"exchanges_per_day\":1}]";
        assertThat(PassportFile.parse("p.json", json.getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    @Test
    void theKeyIsReadBackAndOnlyItsOwnerMayReadIt() throws IOException {
        assertThat(SigningKey.read(folder.resolve("passport.key")).publicKey().id())
                .isEqualTo(key.publicKey().id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("passport.key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> SigningKey.generate(folder.resolve("passport.key")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void keysInTheTrustedFolderCount() throws Exception {
        Path trusted = Files.createDirectory(folder.resolve(TrustedKeys.FOLDER));
        Files.copy(SigningKey.publicFile(folder.resolve("passport.key")), trusted.resolve("evals.pem"));
        assertThat(new PassportFile(TrustedKeys.in(trusted), false).read(file)).hasSize(1);
        Files.writeString(trusted.resolve("bad.pem"), "no key");
        assertThatThrownBy(() -> TrustedKeys.in(trusted)).hasMessageContaining("an Ed25519 public key");
    }

    @Test
    void aChangedByteIsRefused() throws IOException {
        Files.writeString(file, LIST.replace("5000", "9000"));
        refused(key.trusted(), "does not match the file");
    }

    @Test
    void anUntrustedKeyIsRefused() throws IOException {
        SigningKey other = SigningKey.generate(folder.resolve("other.key"));
        refused(other.trusted(), "not trusted here");
        refused(TrustedKeys.NONE, "not trusted here");
    }

    @Test
    void aBorrowedKeyIdIsRefused() throws Exception {
        SigningKey thief = SigningKey.generate(folder.resolve("thief.key"));
        String[] honest =
                Files.readString(PassportFile.signatureFile(file)).strip().split("\\.\\.");
        String stolen = thief.sign(Files.readAllBytes(file)).split("\\.\\.")[1];
        Files.writeString(PassportFile.signatureFile(file), honest[0] + ".." + stolen);
        refused(key.trusted(), "does not match the file");
    }

    @Test
    void algorithmNoneAndAttachedPayloadsAreRefused() throws IOException {
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        Files.writeString(PassportFile.signatureFile(file), none + "..");
        refused(key.trusted(), "another kind than EdDSA");
        Files.writeString(PassportFile.signatureFile(file), "a.b.c");
        refused(key.trusted(), "no detached signature");
        Files.writeString(PassportFile.signatureFile(file), "%%..%%");
        refused(key.trusted(), "cannot be read");
    }

    @Test
    void extensionsAndOverlongSignaturesAreRefused() throws IOException {
        for (String header : List.of("{\"alg\":\"EdDSA\",\"crit\":[\"x\"]}", "{\"alg\":\"EdDSA\",\"b64\":false}")) {
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
            Files.writeString(PassportFile.signatureFile(file), encoded + "..AA");
            refused(key.trusted(), "another kind than EdDSA");
        }
        Files.writeString(PassportFile.signatureFile(file), "a".repeat(4_097) + "..a");
        refused(key.trusted(), "no detached signature");
        Files.writeString(PassportFile.signatureFile(file), "a.b");
        refused(key.trusted(), "no detached signature");
    }

    @Test
    void aSignatureThatNoKeyCanCheckIsTakenForATrialOnlyWhereNoKeyIsTrusted() throws Exception {
        assertThat(new PassportFile(TrustedKeys.NONE, true).read(file)).hasSize(1);
        SigningKey other = SigningKey.generate(folder.resolve("other.key"));
        assertThatThrownBy(() -> new PassportFile(other.trusted(), true).read(file))
                .hasMessageContaining("not trusted here");
    }

    @Test
    void aKeyWithAnothersPublicHalfIsRefused() throws IOException {
        SigningKey.generate(folder.resolve("other.key"));
        Files.copy(
                SigningKey.publicFile(folder.resolve("other.key")),
                SigningKey.publicFile(folder.resolve("passport.key")),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("passport.key")))
                .hasMessageContaining("is not the public half of");
        Files.writeString(folder.resolve("other.key"), "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----");
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("other.key")))
                .hasMessageContaining("no Ed25519 key pair in PEM form");
    }

    @Test
    void aDateThatNoCalendarHasIsRefusedWhereItStands() {
        byte[] list = LIST.replace("2026-12-01", "2026-02-30").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PassportFile.parse("p.yaml", list)).hasMessageContaining("no date of the calendar");
    }

    @Test
    void anUnsignedFileIsTakenForATrialOnly() throws Exception {
        Files.delete(PassportFile.signatureFile(file));
        refused(key.trusted(), "no signature passports.yaml.jws");
        assertThat(new PassportFile(TrustedKeys.NONE, true).read(file)).hasSize(1);
    }

    @Test
    void unsoundPassportsAreNeverSigned() throws IOException {
        Files.writeString(file, LIST + LIST);
        assertThatThrownBy(() -> new PassportSigner(key).sign(file)).hasMessageContaining("'pp-1' a second time");
        Files.writeString(file, LIST.replace("2026-12-01", "2026-10-01"));
        assertThatThrownBy(() -> new PassportSigner(key).sign(file))
                .hasMessageContaining("passports.yaml:7:10: 'until' is not after 'from'");
        Files.writeString(file, LIST.replace("purpose: red-team", "purpose: fun"));
        assertThatThrownBy(() -> new PassportSigner(key).sign(file))
                .hasMessageContaining(
                        "passports.yaml:3:12: 'purpose' is \"fun\"; expected evaluation, red-team or research");
    }

    @Test
    void mutatedFilesAndSignaturesAreReadOrRefused() throws Exception {
        Random random = new Random(12);
        byte[] signature = Files.readAllBytes(PassportFile.signatureFile(file));
        for (int i = 0; i < 500; i++) {
            byte[] list = mutate(LIST.getBytes(StandardCharsets.UTF_8), random);
            try {
                assertThat(PassportFile.parse("p.yaml", list)).isNotNull();
            } catch (RefusedException e) {
                assertThat(e).hasMessageContaining("p.yaml:");
            }
            Files.write(PassportFile.signatureFile(file), mutate(signature, random));
            try {
                assertThat(new PassportFile(key.trusted(), false).read(file)).hasSize(1);
            } catch (RefusedException e) {
                assertThat(e).hasMessageContaining("passports.yaml.jws:1:1: ");
            }
        }
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private void refused(TrustedKeys keys, String message) {
        assertThatThrownBy(() -> new PassportFile(keys, false).read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }
}
