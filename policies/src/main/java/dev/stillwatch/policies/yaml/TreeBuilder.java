// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.yaml.YamlDocument.Place;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * From composed YAML nodes to a tree with places. Only what JSON has is taken: anchors, aliases and merge keys are
 * refused, because a file that is read for an audit says everything where it stands.
 */
final class TreeBuilder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    TreeBuilder(String file) {
        this.file = file;
    }

    YamlDocument build(@Nullable Node node) throws RefusedException {
        JsonNode root = node == null ? NODES.objectNode() : tree(node, "");
        return new YamlDocument(file, root.isNull() ? NODES.objectNode() : root, places);
    }

    private JsonNode tree(Node node, String pointer) throws RefusedException {
        Place place = Place.of(node.getStartMark());
        places.putIfAbsent(pointer, place);
        if (!seen.add(node)) {
            throw refusal(place, "an alias", "the value itself: aliases are not followed");
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(tree(item, pointer + "/" + array.size()));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, String pointer) throws RefusedException {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            Place place = Place.of(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw refusal(place, "a key that is not a plain word", "a plain word as key");
            }
            String name = key.getValue();
            if (object.has(name)) {
                throw refusal(place, "the key '" + name + "' a second time", "each key once");
            }
            String child = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            if (!(entry.getValueNode() instanceof ScalarNode)) {
                places.put(child, place);
            }
            object.set(name, tree(entry.getValueNode(), child));
        }
        return object;
    }

    /** Dates and YAML 1.1 oddities (yes, 1:30, 0o17) stay text; the schema then says what belongs there. */
    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (tag.equals(Tag.INT) && text.matches("[-+]?[0-9]{1,30}")) {
            BigInteger value = new BigInteger(text);
            return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
        }
        if (tag.equals(Tag.FLOAT) && text.matches("[-+]?[0-9]{1,30}(\\.[0-9]{0,30})?([eE][-+]?[0-9]{1,3})?")) {
            return NODES.numberNode(Double.parseDouble(text));
        }
        return NODES.textNode(text);
    }

    private RefusedException refusal(Place place, String found, String expected) {
        return new RefusedException(new Problem(file, place.line(), place.column(), found, expected));
    }
}
