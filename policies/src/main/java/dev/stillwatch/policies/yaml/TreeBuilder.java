// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.yaml.YamlDocument.Aliases;
import dev.stillwatch.policies.yaml.YamlDocument.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
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
 * From composed YAML nodes to a tree with places. Only what JSON has is taken; anchors, aliases and merge keys only where
 * the caller lets them stand for copies.
 */
final class TreeBuilder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Most values of a file with aliases: a few lines could stand for more than memory holds. */
    private static final int MOST_VALUES = 200_000;
    /** Deepest nesting of a file with aliases; without them the parser's own bound holds. */
    private static final int DEEPEST = 60;

    private final String file;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Aliases aliases;
    private int values;

    TreeBuilder(String file, Aliases aliases) {
        this.file = file;
        this.aliases = aliases;
    }

    YamlDocument build(@Nullable Node node) throws RefusedException {
        JsonNode root = node == null ? NODES.objectNode() : tree(node, "");
        return new YamlDocument(file, root.isNull() ? NODES.objectNode() : root, places);
    }

    private JsonNode tree(Node node, String pointer) throws RefusedException {
        Place place = Place.of(node.getStartMark(), node instanceof ScalarNode word ? word.getValue() : "");
        places.putIfAbsent(pointer, place);
        if (!seen.add(node)) {
            throw aliases == Aliases.REFUSED
                    ? refusal(place, "an alias", "the value itself: aliases are not followed")
                    : refusal(place, "a value that holds itself", "an end to it");
        }
        if (aliases == Aliases.FOLLOWED && (++values > MOST_VALUES || seen.size() > DEEPEST)) {
            throw refusal(
                    place,
                    "too much, aliases counted",
                    "at most " + MOST_VALUES + " values and " + DEEPEST + " levels");
        }
        JsonNode tree;
        if (node instanceof MappingNode mapping) {
            tree = object(mapping, pointer);
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(tree(item, pointer + "/" + array.size()));
            }
            tree = array;
        } else {
            tree = scalar((ScalarNode) node);
        }
        if (aliases == Aliases.FOLLOWED) {
            seen.remove(node);
        }
        return tree;
    }

    private ObjectNode object(MappingNode mapping, String pointer) throws RefusedException {
        ObjectNode object = NODES.objectNode();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            Place place = Place.of(entry.getKeyNode().getStartMark());
            boolean merge = entry.getKeyNode().getTag().equals(Tag.MERGE);
            if (merge && aliases == Aliases.FOLLOWED) {
                merged.add(entry.getValueNode());
                continue;
            }
            if (!(entry.getKeyNode() instanceof ScalarNode key) || merge) {
                throw refusal(place, "a key that is not a plain word", "a plain word as key");
            }
            String name = key.getValue();
            if (object.has(name)) {
                throw refusal(place, "the key '" + name + "' a second time", "each key once");
            }
            String child = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            if (!(entry.getValueNode() instanceof ScalarNode)) {
                places.putIfAbsent(child, place);
            }
            object.set(name, tree(entry.getValueNode(), child));
        }
        for (Node more : merged) {
            merge(object, more, pointer);
        }
        return object;
    }

    /** Keys that the object does not have itself; of several merged objects the first wins. */
    private void merge(ObjectNode onto, Node merged, String pointer) throws RefusedException {
        if (merged instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                merge(onto, item, pointer);
            }
        } else if (merged instanceof MappingNode && tree(merged, pointer) instanceof ObjectNode inherited) {
            inherited.properties().forEach(entry -> onto.putIfAbsent(entry.getKey(), entry.getValue()));
        } else {
            throw refusal(Place.of(merged.getStartMark()), "a merge of what is no object", "an object to merge");
        }
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
