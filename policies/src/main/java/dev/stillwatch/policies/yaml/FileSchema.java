// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A packaged JSON Schema (2020-12) of one kind of file. Where a check fails, the {@code description} of the schema that
 * holds it says what was expected.
 */
public final class FileSchema {
    private static final String FOLDER = "/dev/stillwatch/policies/schema/";

    private final JsonNode node;
    private final Schema schema;

    private FileSchema(JsonNode node) {
        this.node = node;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(node);
    }

    /** The packaged schema {@code NAME.schema.json}. */
    public static FileSchema packaged(String name) {
        String path = FOLDER + name + ".schema.json";
        try (InputStream in = FileSchema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the distribution lacks " + path);
            }
            return new FileSchema(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in the document that breaks the schema, in the order of the file. */
    public List<Problem> check(YamlDocument document) {
        List<Problem> problems = new ArrayList<>();
        for (Error error : schema.validate(document.root())) {
            problems.add(problem(document, error));
        }
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return problems;
    }

    /** As {@link #check}, failing when there is any problem. */
    public void require(YamlDocument document) throws RefusedException {
        List<Problem> problems = check(document);
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    private Problem problem(YamlDocument document, Error error) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode holder = holder(error.getSchemaLocation().getFragment().toString());
        String name = pointer.isEmpty() ? "the file" : "'" + pointer.substring(pointer.lastIndexOf('/') + 1) + "'";
        String property = error.getProperty() == null ? "" : error.getProperty();
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties" ->
                document.problem(pointer + "/" + property, "unknown key '" + property + "'", "one of " + keys(holder));
            case "required" ->
                document.problem(
                        pointer,
                        "no key '" + property + "' in " + name,
                        description(holder.at("/properties/" + property)));
            default ->
                document.problem(
                        pointer,
                        name + " is " + shown(document.root().at(pointer)),
                        holder.has("description") ? description(holder) : error.getMessage());
        };
    }

    private JsonNode holder(String keyword) {
        int slash = keyword.lastIndexOf('/');
        return slash < 0 ? node : node.at(keyword.substring(0, slash));
    }

    private static String description(JsonNode holder) {
        return holder.path("description").asText("this key");
    }

    private static String keys(JsonNode holder) {
        List<String> keys = new ArrayList<>();
        holder.path("properties").fieldNames().forEachRemaining(keys::add);
        return String.join(", ", keys);
    }

    private static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "a list of " + value.size() : "an object";
        }
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
