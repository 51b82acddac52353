// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The JSON Schemas of STIX 2.1, which lie beside the project; nothing is fetched. */
final class StixSchemas {
    private static final String ROOT =
            "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";
    private static final List<String> FOLDERS = List.of("sdos", "sros", "common");

    private final Path folder;
    private final SchemaRegistry registry;

    private StixSchemas(Path folder) {
        this.folder = folder;
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(this::schema));
    }

    /** The schemas; the test that asks is skipped where they are absent. */
    static StixSchemas orSkip() {
        String set = System.getProperty("stillwatch.shared", "");
        Path shared = set.isBlank() || set.startsWith("$")
                ? Path.of(System.getProperty("stillwatch.root", ".."), "..", "shared")
                : Path.of(set);
        Path folder = shared.resolve("schemas/stix2.1");
        Assumptions.assumeTrue(Files.isDirectory(folder), "the shared STIX schemas are not here: " + folder);
        return new StixSchemas(folder);
    }

    /**
     * Everything that breaks the schema of bundles, or that of each object by its own type. The schema of bundles takes no
     * extension definition, whatever is in it: it does not list the type, and of the two cores one of which another object
     * must satisfy, what has all that a definition needs satisfies both. So those are left out of it.
     */
    List<String> faults(byte[] bundle) throws IOException {
        JsonNode root = new ObjectMapper().readTree(bundle);
        List<String> faults = new ArrayList<>();
        for (JsonNode object : root.path("objects")) {
            faults.addAll(faults(pathOf(object.path("type").asText()), object));
        }
        Iterator<JsonNode> listed = root.path("objects").iterator();
        while (listed.hasNext()) {
            if (listed.next().path("type").asText().equals("extension-definition")) {
                listed.remove();
            }
        }
        faults.addAll(faults("common/bundle.json", root));
        return faults;
    }

    private List<String> faults(String path, JsonNode node) {
        return registry.getSchema(SchemaLocation.of(ROOT + path)).validate(node).stream()
                .map(Error::toString)
                .toList();
    }

    /** The bundle's schema takes any object whose type it does not know; the object's own schema does not. */
    private String pathOf(String type) {
        return FOLDERS.stream()
                .map(name -> name + "/" + type + ".json")
                .filter(path -> Files.exists(folder.resolve(path)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("STIX 2.1 has no type " + type));
    }

    private @Nullable String schema(String iri) {
        try {
            return iri.startsWith(ROOT) ? Files.readString(folder.resolve(iri.substring(ROOT.length()))) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
