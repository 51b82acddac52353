// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes bad records of good ones; the same seed gives the same records. */
final class Mutator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Stands for a number that no tree can hold, until the record is bytes. */
    private static final String RAW = "\"@raw@\"";

    private static final String[] RAW_NUMBERS = {
        "1e400", "-1e400", "NaN", "-Infinity", "9".repeat(900), "-0.0", "1e-400", "9223372036854775808", "0.1e1"
    };

    /** What programs write for a moment that they do not know, and half of a character. */
    private static final String[] MOMENTS = {
        "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "\ud800"
    };

    private final SplittableRandom random;

    Mutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    byte[] mutate(byte[] raw, ObjectNode tree) {
        return switch (random.nextInt(8)) {
            case 0 -> flip(raw);
            case 1 -> Arrays.copyOf(raw, random.nextInt(raw.length));
            case 2 -> splice(raw);
            case 3 -> insert(raw);
            default -> swap(tree.deepCopy());
        };
    }

    private byte[] flip(byte[] raw) {
        byte[] flipped = raw.clone();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** A slice of the record stands a second time elsewhere. */
    private byte[] splice(byte[] raw) {
        int from = random.nextInt(raw.length);
        int length = random.nextInt(raw.length - from);
        int at = random.nextInt(raw.length);
        return join(raw, at, Arrays.copyOfRange(raw, from, from + length));
    }

    private byte[] insert(byte[] raw) {
        byte[] noise = new byte[random.nextInt(1, 64)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] =
                    (byte) (random.nextBoolean() ? "{}[]\",:0eE-.\\u".charAt(random.nextInt(14)) : random.nextInt(256));
        }
        return join(raw, random.nextInt(raw.length), noise);
    }

    private static byte[] join(byte[] raw, int at, byte[] middle) {
        byte[] joined = new byte[raw.length + middle.length];
        System.arraycopy(raw, 0, joined, 0, at);
        System.arraycopy(middle, 0, joined, at, middle.length);
        System.arraycopy(raw, at, joined, at + middle.length, raw.length - at);
        return joined;
    }

    /** Up to three values become something else. */
    private byte[] swap(ObjectNode tree) {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            replaceOne(containers.get(random.nextInt(containers.size())));
        }
        return Intake.bytes(tree.toString().replace(RAW, RAW_NUMBERS[random.nextInt(RAW_NUMBERS.length)]));
    }

    private void replaceOne(JsonNode container) {
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value());
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value());
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(15)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(-random.nextInt(1_000));
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(random.nextDouble() * 1e18);
            case 4 -> NODES.textNode("");
            case 5 -> NODES.textNode("-");
            case 6 -> NODES.textNode("NaN");
            case 7 -> NODES.textNode("x".repeat(random.nextInt(2_000)));
            case 8 -> NODES.booleanNode(random.nextBoolean());
            case 9 -> NODES.arrayNode();
            case 10 -> NODES.objectNode();
            case 11 -> deep();
            case 13 -> NODES.textNode(MOMENTS[random.nextInt(MOMENTS.length)]);
            case 12 -> NODES.textNode("{\"a\":[".repeat(random.nextInt(300)));
            default -> NODES.textNode("@raw@");
        };
    }

    private JsonNode deep() {
        JsonNode node = NODES.numberNode(1);
        for (int i = random.nextInt(1, 250); i > 0; i--) {
            node = random.nextBoolean()
                    ? NODES.arrayNode().add(node)
                    : NODES.objectNode().set("content", node);
        }
        return node;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            if (containers.size() < 500) {
                node.forEach(child -> collect(child, containers));
            }
        }
    }
}
