// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The derived JSON Schema of OCSF 1.8.0's Detection Finding, which lies beside the project. */
final class OcsfSchema {
    private static final String FILE = "schemas/ocsf/derived/ocsf-1.8.0-2004-detection_finding.schema.json";

    private final Schema schema;

    private OcsfSchema(Schema schema) {
        this.schema = schema;
    }

    /** The schema; the test that asks is skipped where it is absent. */
    static OcsfSchema orSkip() throws IOException {
        String set = System.getProperty("stillwatch.shared", "");
        Path shared = set.isBlank() || set.startsWith("$")
                ? Path.of(System.getProperty("stillwatch.root", ".."), "..", "shared")
                : Path.of(set);
        Path file = shared.resolve(FILE);
        Assumptions.assumeTrue(Files.exists(file), "the shared OCSF schema is not here: " + file);
        return new OcsfSchema(
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Files.readString(file)));
    }

    /** Fails with the line when any line of the file breaks the schema. */
    void requireEachLine(Path findings) throws IOException {
        for (String line : Files.readAllLines(findings)) {
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
        }
    }
}
