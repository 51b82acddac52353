// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.yaml.FileSchema;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a YAML or JSON list of passports whose detached signature stands beside it in {@code FILE.jws}. Exactly the bytes
 * that were verified are parsed.
 */
public final class PassportFile {
    private static final FileSchema SCHEMA = FileSchema.packaged("passports");

    private final TrustedKeys keys;
    private final boolean allowUnsigned;

    /**
     * A reader.
     *
     * @param keys whose signatures count
     * @param allowUnsigned for a trial, takes a file without a signature, and a signed one where no key is
     *     trusted yet; a signature that a trusted key contradicts is refused all the same
     */
    public PassportFile(TrustedKeys keys, boolean allowUnsigned) {
        this.keys = keys;
        this.allowUnsigned = allowUnsigned;
    }

    /** Where the signature of a passport file stands. */
    public static Path signatureFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".jws");
    }

    /**
     * The passports of the file.
     *
     * @throws RefusedException when it is unsigned, wrongly signed or not a list of sound passports
     */
    public List<Passport> read(Path file) throws RefusedException {
        byte[] bytes = YamlDocument.bytes(file);
        Path signature = signatureFile(file);
        if (Files.exists(signature)) {
            String jws = new String(YamlDocument.bytes(signature), StandardCharsets.UTF_8);
            Optional<String> fault = DetachedJws.fault(jws, bytes, keys);
            if (fault.isPresent() && !(allowUnsigned && keys.keys().isEmpty())) {
                throw new RefusedException(new Problem(
                        signature.toString(), 1, 1, fault.get(), "a signature of the file by a key in trusted-keys/"));
            }
        } else if (!allowUnsigned) {
            throw new RefusedException(new Problem(
                    file.toString(),
                    1,
                    1,
                    "no signature " + signature.getFileName() + " beside it",
                    "one made with 'stillwatch policy passport sign'"));
        }
        return parse(file.toString(), bytes);
    }

    /**
     * The passports of a file's bytes, whoever signed them.
     *
     * @throws RefusedException when they are not a list of sound passports
     */
    public static List<Passport> parse(String file, byte[] bytes) throws RefusedException {
        YamlDocument document = YamlDocument.parse(file, bytes);
        SCHEMA.require(document);
        List<Passport> passports = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < document.root().size(); i++) {
            JsonNode entry = document.root().get(i);
            String id = entry.path("id").asText();
            if (!ids.add(id)) {
                problems.add(document.problem("/" + i + "/id", "'" + id + "' a second time", "each id once"));
            }
            try {
                Passport passport = passport(entry);
                if (passport.until() <= passport.from()) {
                    problems.add(document.problem(
                            "/" + i + "/until", "'until' is not after 'from'", "an instant after 'from'"));
                }
                passports.add(passport);
            } catch (DateTimeException e) {
                problems.add(document.problem(
                        "/" + i,
                        "'from' or 'until' is no date of the calendar",
                        "an instant such as 2026-11-22T00:00:00Z"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return List.copyOf(passports);
    }

    private static Passport passport(JsonNode entry) {
        Set<String> accounts = new HashSet<>();
        entry.path("accounts").forEach(account -> accounts.add(account.asText()));
        return new Passport(
                entry.path("id").asText(),
                accounts,
                Passport.Purpose.valueOf(
                        entry.path("purpose").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                entry.path("asset").asText(),
                entry.path("owner").asText(),
                Instant.parse(entry.path("from").asText()).toEpochMilli(),
                Instant.parse(entry.path("until").asText()).toEpochMilli(),
                entry.path("exchanges_per_day").asLong());
    }
}
