// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.yaml.Folder;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a limits file, or every {@code .yaml}, {@code .yml} and {@code .json} file that stands directly in a directory. */
public final class LimitsLoader {
    private final Domains domains;

    /** What is made of a domain that stands in several files. */
    public enum Domains {
        /** Each domain stands in one file. */
        ONCE,
        /** Their descriptors are put together in the order of the files' names ({@code MERGE_DOMAIN_CONFIG}). */
        MERGED
    }

    /** A loader that refuses domains in several files, or merges them. */
    public LimitsLoader(Domains domains) {
        this.domains = domains;
    }

    /**
     * Everything in the file or directory.
     *
     * @throws RefusedException with everything that is wrong; then nothing of it may be used
     */
    public Limits load(Path path) throws RefusedException {
        List<YamlDocument> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files(path)) {
            try {
                documents.add(YamlDocument.read(file, YamlDocument.Aliases.FOLLOWED));
            } catch (RefusedException e) {
                problems.addAll(e.problems());
            }
        }
        return limits(documents, problems);
    }

    /** As {@link #load}, of documents that are read already. */
    Limits limits(List<YamlDocument> documents) throws RefusedException {
        return limits(documents, new ArrayList<>());
    }

    private Limits limits(List<YamlDocument> documents, List<Problem> problems) throws RefusedException {
        Map<String, Parts> parts = new LinkedHashMap<>();
        for (YamlDocument document : documents) {
            if (KeyCheck.passes(document, problems)) {
                add(new Placed(document.root(), "", new Words(document, problems)), parts);
            }
        }
        Map<String, Domain> loaded = new HashMap<>();
        List<Rule> rules = new ArrayList<>();
        parts.forEach((name, part) -> {
            Branch root = new DescriptorReader(name, rules).branch(part.descriptors, List.of());
            loaded.put(name, new Domain(name, root, part.settings.orElse(DomainSettings.DEFAULT)));
        });
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column));
            throw new RefusedException(problems);
        }
        return new Limits(loaded, rules);
    }

    private void add(Placed root, Map<String, Parts> parts) {
        String name = root.name("domain", "no domain", "a domain that is not empty");
        if (name.isEmpty()) {
            return;
        }
        if (parts.containsKey(name) && domains == Domains.ONCE) {
            root.problem("domain", "the domain '" + name + "' a second time", "each domain in one file");
            return;
        }
        Parts part = parts.computeIfAbsent(name, first -> new Parts());
        part.descriptors.addAll(root.list("descriptors"));
        Optional<DomainSettings> settings = Extension.settings(root);
        if (settings.isPresent() && part.settings.isPresent()) {
            root.problem(Extension.KEY, "settings of '" + name + "' a second time", "them in one file");
        }
        part.settings = settings.isPresent() ? settings : part.settings;
    }

    private static List<Path> files(Path path) throws RefusedException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> found = Folder.entries(path).stream()
                .filter(file -> file.getFileName().toString().matches("[^.].*\\.(ya?ml|json)"))
                .filter(Files::isRegularFile)
                .toList();
        if (found.isEmpty()) {
            throw new RefusedException(
                    new Problem(path.toString(), 1, 1, "a directory without limits", "at least one .yaml file"));
        }
        return found;
    }

    /** What the files say of one domain. */
    private static final class Parts {
        final List<Placed> descriptors = new ArrayList<>();
        Optional<DomainSettings> settings = Optional.empty();
    }
}
