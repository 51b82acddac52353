// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of a limits file where it stands: domains may be made of several files.
 *
 * @param node the object
 * @param pointer where it stands (RFC 6901)
 * @param words reads its leaves
 */
record Placed(JsonNode node, String pointer, Words words) {
    String text(String key) {
        return words.text(node, pointer, key);
    }

    /** Text that must be there: a problem, and nothing, when it is not. */
    String name(String key, String found, String expected) {
        String name = text(key);
        // What is no text is told already.
        if (name.isEmpty() && !node.path(key).isContainerNode()) {
            problem("", found, expected);
        }
        return name;
    }

    boolean flag(String key) {
        return words.flag(node, pointer, key);
    }

    long count(String key, long most) {
        return words.count(node, pointer, key, most);
    }

    boolean has(String key) {
        return !Words.absent(node.path(key));
    }

    /** Adds a problem at the value of a key, or at this object when the key is empty. */
    void problem(String key, String found, String expected) {
        words.problem(key.isEmpty() ? pointer : pointer + "/" + key, found, expected);
    }

    /** The object of that key; a problem and nothing when there is something else. */
    List<Placed> object(String key) {
        return children(key, false);
    }

    /** The objects of the list of that key; a problem and nothing when there is something else. */
    List<Placed> list(String key) {
        return children(key, true);
    }

    private List<Placed> children(String key, boolean list) {
        JsonNode value = node.path(key);
        List<Placed> children = new ArrayList<>();
        if (Words.absent(value)) {
            return children;
        }
        if (list ? !value.isArray() : !value.isObject()) {
            problem(
                    key,
                    list ? "'" + key + "' is no list" : "'" + key + "' is no object",
                    list ? "a list" : "an object");
        } else if (list) {
            for (int i = 0; i < value.size(); i++) {
                children.add(new Placed(value.get(i), pointer + "/" + key + "/" + i, words));
            }
        } else {
            children.add(new Placed(value, pointer + "/" + key, words));
        }
        return children;
    }
}
