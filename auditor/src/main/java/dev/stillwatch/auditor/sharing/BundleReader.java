// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the indicators of a bundle. Whoever made it, nothing but hashes, times and a size comes out: of names and
 * descriptions nothing is kept. A bundle that says a thing twice, or one thing in the pattern and another in the
 * extension, is refused whole.
 */
final class BundleReader {
    private static final int MOST_DEPTH = 16;
    private static final int MOST_TEXT = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxStringLength(MOST_TEXT)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BundleReader() {}

    /**
     * The bundle of the bytes.
     *
     * @throws SharingException when they are none, or hold no indicator of this program's form
     */
    static Bundle read(byte[] bytes) throws SharingException {
        if (bytes.length > Bundle.MOST_BYTES) {
            throw new SharingException("the bundle has more than " + Bundle.MOST_BYTES + " bytes");
        }
        JsonNode root = tree(bytes);
        JsonNode objects = root.path("objects");
        if (!root.path("type").asText().equals("bundle") || !objects.isArray()) {
            throw new SharingException("no STIX bundle");
        }
        if (objects.size() > Bundle.MOST_OBJECTS) {
            throw new SharingException("the bundle has " + objects.size() + " objects; at most " + Bundle.MOST_OBJECTS);
        }
        List<SharedIndicator> indicators = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> groups = new HashSet<>();
        int passedOver = 0;
        for (JsonNode object : objects) {
            if (!object.path("type").asText().equals("indicator")) {
                continue;
            }
            JsonNode told = object.path("extensions").path(StixExtension.ID);
            boolean known = told.path("template_form").asText().equals(StixExtension.FORM);
            if (!known || object.path("revoked").asBoolean()) {
                passedOver++;
                continue;
            }
            SharedIndicator indicator = indicator(object, told);
            if (!ids.add(indicator.id())) {
                throw new SharingException("an indicator stands in the bundle twice");
            }
            groups.add(indicator.group());
            indicators.add(indicator);
        }
        if (groups.size() != 1) {
            throw new SharingException(
                    groups.isEmpty()
                            ? "the bundle has no indicator with templates of the form " + StixExtension.FORM
                            : "the bundle is of " + groups.size() + " sharing groups");
        }
        return new Bundle(indicators, passedOver);
    }

    private static JsonNode tree(byte[] bytes) throws SharingException {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new SharingException("the bundle is no JSON within its bounds", e);
        }
    }

    private static SharedIndicator indicator(JsonNode object, JsonNode told) throws SharingException {
        String id = object.path("id").asText();
        if (!id.matches("indicator--[0-9a-f-]{36}")) {
            throw new SharingException("an indicator without an id");
        }
        String group = told.path("sharing_group").asText();
        if (!group.matches("[0-9a-f]{32}")) {
            throw new SharingException(id + " names no sharing group");
        }
        List<String> templates = new ArrayList<>();
        told.path("templates").forEach(template -> templates.add(template.asText()));
        boolean sound = !templates.isEmpty()
                && templates.size() <= Bundle.MOST_TEMPLATES
                && templates.stream().allMatch(TemplateHash::isOne);
        if (!sound
                || !object.path("pattern_type").asText().equals(StixExtension.PATTERN_TYPE)
                || !object.path("pattern").asText().equals(StixExtension.pattern(templates))) {
            throw new SharingException(id + " has no templates, or its pattern names others");
        }
        long from = time(object, "valid_from", id);
        long until = time(object, "valid_until", id);
        long modified = time(object, "modified", id);
        if (until <= from
                || until - modified > Duration.ofDays(Bundle.MOST_DAYS).toMillis()) {
            throw new SharingException(id + " does not expire within " + Bundle.MOST_DAYS + " days");
        }
        long accounts = Math.max(0, told.path("accounts_at_least").asLong());
        return new SharedIndicator(
                id,
                group,
                from,
                until,
                accounts,
                templates.stream().map(TemplateHash::parse).toList());
    }

    private static long time(JsonNode object, String key, String id) throws SharingException {
        String text = object.path(key).asText();
        // A year has four digits in STIX; differences of such times are numbers, and a policy can name them.
        if (!text.matches("[0-9]{4}-.*")) {
            throw new SharingException(id + " has no instant '" + key + "'");
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new SharingException(id + " has no instant '" + key + "'", e);
        }
    }
}
