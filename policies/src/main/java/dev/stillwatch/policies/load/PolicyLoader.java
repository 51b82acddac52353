// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.passport.PassportFile;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.yaml.FileSchema;
import dev.stillwatch.policies.yaml.Folder;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Loads a policy file, or a directory with {@code policy.yaml}, {@code owners.yaml}, {@code sources.yaml},
 * {@code passports.yaml} (signed) and {@code trusted-keys/}, on top of the packaged default: a value that the files do
 * not name keeps its default. Objects merge key by key, lists replace. Safe to share.
 */
public final class PolicyLoader {
    private static final String DEFAULT = "/dev/stillwatch/policies/default/policy.yaml";
    private static final String POLICY = "policy.yaml";
    private static final String OWNERS = "owners.yaml";
    private static final String SOURCES = "sources.yaml";
    private static final String PASSPORTS = "passports.yaml";
    private static final Set<String> KNOWN = Set.of(POLICY, OWNERS, SOURCES, PASSPORTS);

    private final FileSchema policySchema = FileSchema.packaged("policy");
    private final FileSchema ownersSchema = FileSchema.packaged("owners");
    private final FileSchema sourcesSchema = FileSchema.packaged("sources");
    private final YamlDocument packaged;
    private final boolean allowUnsigned;

    /** A loader that takes signed passports only. */
    public PolicyLoader() {
        this(false);
    }

    /** A loader; {@code allowUnsigned} takes passports without a signature, for a trial. */
    public PolicyLoader(boolean allowUnsigned) {
        this.allowUnsigned = allowUnsigned;
        this.packaged = packagedDocument(policySchema);
    }

    /** The packaged default policy. */
    public Policy packagedDefault() {
        return PolicyReader.policy(packaged.root(), List.of(), List.of(), List.of());
    }

    /** Loads a policy file or directory. */
    public Loading load(Path path) {
        try {
            return new Loading.Loaded(Files.isDirectory(path) ? directory(path) : policy(path, Optionals.NONE));
        } catch (RefusedException e) {
            return new Loading.Refused(e.problems());
        }
    }

    private Policy directory(Path directory) throws RefusedException {
        List<Problem> problems = new ArrayList<>(strangers(directory));
        Optionals optionals = optionals(directory, problems);
        Path file = directory.resolve(POLICY);
        if (!Files.exists(file)) {
            problems.add(new Problem(
                    file.toString(), 1, 1, "the file is missing", "at least 'name: NAME' and 'version: 1' in it"));
        } else {
            try {
                Policy policy = policy(file, optionals);
                if (problems.isEmpty()) {
                    return policy;
                }
            } catch (RefusedException e) {
                problems.addAll(e.problems());
            }
        }
        throw new RefusedException(problems);
    }

    private Policy policy(Path file, Optionals optionals) throws RefusedException {
        YamlDocument document = YamlDocument.read(file);
        policySchema.require(document);
        ObjectNode merged = packaged.root().deepCopy();
        merge(merged, (ObjectNode) document.root());
        CrossCheck check = new CrossCheck(document, merged, packaged.root());
        List<Problem> problems = check.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return PolicyReader.policy(merged, optionals.owners(), optionals.sources(), optionals.passports());
    }

    private Optionals optionals(Path directory, List<Problem> problems) {
        List<Policy.Owner> owners = List.of();
        List<SourceMapping> sources = List.of();
        List<Passport> passports = List.of();
        try {
            if (Files.exists(directory.resolve(OWNERS))) {
                YamlDocument document = YamlDocument.read(directory.resolve(OWNERS));
                ownersSchema.require(document);
                CrossCheck.requireUnique(document, "org");
                owners = PolicyReader.owners(document.root());
            }
        } catch (RefusedException e) {
            problems.addAll(e.problems());
        }
        try {
            if (Files.exists(directory.resolve(SOURCES))) {
                YamlDocument document = YamlDocument.read(directory.resolve(SOURCES));
                sourcesSchema.require(document);
                CrossCheck.requireUnique(document, "format");
                sources = PolicyReader.sources(document.root());
            }
        } catch (RefusedException e) {
            problems.addAll(e.problems());
        }
        try {
            if (Files.exists(directory.resolve(PASSPORTS))) {
                TrustedKeys keys = TrustedKeys.in(directory.resolve(TrustedKeys.FOLDER));
                passports = new PassportFile(keys, allowUnsigned).read(directory.resolve(PASSPORTS));
            }
        } catch (RefusedException e) {
            problems.addAll(e.problems());
        }
        return new Optionals(owners, sources, passports);
    }

    /** A misspelt file name would silently do nothing. */
    private static List<Problem> strangers(Path directory) throws RefusedException {
        return Folder.entries(directory).stream()
                .filter(file -> file.getFileName().toString().matches(".*\\.(ya?ml|json)"))
                .filter(file -> !KNOWN.contains(file.getFileName().toString()))
                .map(file -> new Problem(
                        file.toString(),
                        1,
                        1,
                        "a file of unknown name",
                        "one of " + String.join(", ", POLICY, OWNERS, SOURCES, PASSPORTS)))
                .toList();
    }

    private static void merge(ObjectNode onto, ObjectNode changes) {
        changes.properties().forEach(change -> {
            JsonNode present = onto.get(change.getKey());
            if (present instanceof ObjectNode object && change.getValue() instanceof ObjectNode inner) {
                merge(object, inner);
            } else {
                onto.set(change.getKey(), change.getValue());
            }
        });
    }

    private static YamlDocument packagedDocument(FileSchema schema) {
        try (InputStream in = PolicyLoader.class.getResourceAsStream(DEFAULT)) {
            if (in == null) {
                throw new IllegalStateException("the distribution lacks " + DEFAULT);
            }
            YamlDocument document = YamlDocument.parse("packaged policy.yaml", in.readAllBytes());
            schema.require(document);
            return document;
        } catch (RefusedException e) {
            throw new IllegalStateException("the packaged policy is broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Optionals(List<Policy.Owner> owners, List<SourceMapping> sources, List<Passport> passports) {
        static final Optionals NONE = new Optionals(List.of(), List.of(), List.of());
    }
}
