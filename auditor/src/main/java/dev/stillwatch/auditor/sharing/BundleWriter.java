// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.signal.SignalId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what may be told of rings as a STIX 2.1 bundle: a campaign, an indicator and the relationship between them for
 * each ring, the extension that they use, and TLP:AMBER on all. Equal input gives equal bytes; a ring has the same
 * identifiers in every bundle of one party and group, and a later bundle a later version of it. Times of a ring are told
 * to the day.
 */
public final class BundleWriter {
    private static final String TLP_AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String group;
    private final String party;
    private final Techniques techniques;

    /**
     * For a group, in the name of a signing key.
     *
     * @param group id of the sharing group
     * @param keyId id of the key that will sign
     * @param techniques ids that others know signals by
     */
    public BundleWriter(String group, String keyId, Techniques techniques) {
        this.group = group;
        this.party = keyId;
        this.techniques = techniques;
    }

    /**
     * The bundle.
     *
     * @param rings rings that have a template of the group, one or more
     * @param now the present: the version of what is told
     * @param valid how long it holds, at most {@link Bundle#MOST_DAYS}
     * @throws SharingException when there is no ring, one without a template of the group, or too many for a bundle
     */
    public byte[] write(List<RingReport> rings, Instant now, Duration valid) throws SharingException {
        if (rings.isEmpty()) {
            throw new SharingException("no ring has a template that can be shared");
        }
        for (RingReport ring : rings) {
            if (ring.templates().isEmpty() || !ring.group().equals(group)) {
                throw new SharingException(ring.id() + " has no template of the sharing group " + group);
            }
        }
        ObjectNode bundle = new ObjectMapper().createObjectNode().put("type", "bundle");
        bundle.put("id", StixId.of("bundle", group, party, TIME.format(now), ids(rings)));
        ArrayNode objects = bundle.putArray("objects");
        objects.add(marking()).add(author()).add(extension()).add(party(now));
        for (RingReport ring : rings) {
            ring(objects, ring, now, now.plus(valid));
        }
        byte[] bytes = bytes(bundle);
        if (bytes.length > Bundle.MOST_BYTES || objects.size() > Bundle.MOST_OBJECTS) {
            throw new SharingException(rings.size() + " rings make a bundle of " + bytes.length + " bytes and "
                    + objects.size() + " objects; at most " + Bundle.MOST_BYTES + " and " + Bundle.MOST_OBJECTS
                    + ": name fewer rings");
        }
        return bytes;
    }

    private void ring(ArrayNode objects, RingReport ring, Instant now, Instant until) {
        // A replay may hold traffic of days to come; nothing is made after it is told.
        Instant since = Instant.ofEpochMilli(Math.min(ring.since(), now.toEpochMilli()));
        String day = TIME.format(since.truncatedTo(ChronoUnit.DAYS));
        String size = RingSize.atLeast(ring.accounts()) + " or more accounts";
        List<String> templates =
                ring.templates().stream().limit(Bundle.MOST_TEMPLATES).toList();
        ObjectNode campaign = mine("campaign", ring, day, now);
        campaign.put("name", size + " that harvest outputs together").put("first_seen", day);
        ObjectNode indicator = mine("indicator", ring, day, now);
        indicator.put("name", "Prompt templates of " + size + " that harvest outputs together");
        indicator.putArray("indicator_types").add("anomalous-activity");
        indicator
                .put("pattern", StixExtension.pattern(templates))
                .put("pattern_type", StixExtension.PATTERN_TYPE)
                .put("pattern_version", StixExtension.PATTERN_VERSION)
                .put("valid_from", day)
                .put("valid_until", TIME.format(until));
        ObjectNode told = indicator
                .putObject("extensions")
                .putObject(StixExtension.ID)
                .put("extension_type", "property-extension")
                .put("sharing_group", group)
                .put("template_form", StixExtension.FORM);
        list(told, "templates", templates);
        told.put("accounts_at_least", RingSize.atLeast(ring.accounts()));
        list(told, "families", ring.families());
        list(told, "signals", ring.signals());
        list(told, "techniques", atlas(ring.signals()));
        ObjectNode indicates = mine("relationship", ring, day, now);
        indicates
                .put("relationship_type", "indicates")
                .put("source_ref", indicator.path("id").asText())
                .put("target_ref", campaign.path("id").asText());
        objects.add(campaign).add(indicator).add(indicates);
    }

    private List<String> atlas(Collection<String> signals) {
        List<SignalId> known = Stream.of(SignalId.values())
                .filter(signal -> signals.contains(signal.name()))
                .toList();
        return techniques.of(known).stream()
                .filter(Techniques.Technique::atlas)
                .map(Techniques.Technique::id)
                .toList();
    }

    private ObjectNode mine(String type, RingReport ring, String created, Instant now) {
        String id = StixId.of(type, group, party, ring.id());
        return marked(object(type, id, partyId(), created, TIME.format(now)));
    }

    private ObjectNode party(Instant now) {
        String time = TIME.format(now.truncatedTo(ChronoUnit.DAYS));
        return marked(object("identity", partyId(), partyId(), StixExtension.CREATED, time)
                .put("name", "holder of the signing key " + party));
    }

    private String partyId() {
        return StixId.of("identity", party);
    }

    private static ObjectNode author() {
        return object(
                        "identity",
                        StixExtension.AUTHOR,
                        StixExtension.AUTHOR,
                        StixExtension.CREATED,
                        StixExtension.CREATED)
                .put("name", "Stillwatch")
                .put("identity_class", "system");
    }

    private static ObjectNode extension() {
        ObjectNode definition = object(
                        "extension-definition",
                        StixExtension.ID,
                        StixExtension.AUTHOR,
                        StixExtension.CREATED,
                        StixExtension.CREATED)
                .put("name", "Keyed hash of a prompt template")
                .put("schema", StixExtension.SCHEMA)
                .put("version", StixExtension.VERSION);
        definition.putArray("extension_types").add("property-extension");
        return definition;
    }

    private static ObjectNode marking() {
        ObjectNode marking = new ObjectMapper()
                .createObjectNode()
                .put("type", "marking-definition")
                .put("spec_version", "2.1")
                .put("id", TLP_AMBER)
                .put("created", "2017-01-20T00:00:00.000Z")
                .put("definition_type", "tlp")
                .put("name", "TLP:AMBER");
        marking.putObject("definition").put("tlp", "amber");
        return marking;
    }

    private static ObjectNode object(String type, String id, String creator, String created, String modified) {
        return new ObjectMapper()
                .createObjectNode()
                .put("type", type)
                .put("spec_version", "2.1")
                .put("id", id)
                .put("created_by_ref", creator)
                .put("created", created)
                .put("modified", modified);
    }

    private static ObjectNode marked(ObjectNode object) {
        object.putArray("object_marking_refs").add(TLP_AMBER);
        return object;
    }

    /** STIX knows no empty lists. */
    private static void list(ObjectNode object, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = object.putArray(key);
            values.forEach(array::add);
        }
    }

    private static String ids(List<RingReport> rings) {
        List<String> ids = new ArrayList<>();
        rings.forEach(ring -> ids.add(ring.id()));
        return String.join("\n", ids);
    }

    private static byte[] bytes(ObjectNode bundle) {
        try {
            String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(bundle);
            return (json + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }
}
