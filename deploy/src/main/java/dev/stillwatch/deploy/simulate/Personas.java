// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of customers and attackers, in the order of the file. */
final class Personas {
    private final Map<String, Persona> benign;
    private final Map<String, Persona> attackers;

    private Personas(Map<String, Persona> benign, Map<String, Persona> attackers) {
        this.benign = benign;
        this.attackers = attackers;
    }

    /** The table that ships with the project. */
    static Personas packaged() {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in = Personas.class.getResourceAsStream("personas.json")) {
            if (in == null) {
                throw new IllegalStateException("personas.json is missing from the distribution");
            }
            JsonNode table = json.readTree(in);
            return new Personas(read(json, table, "benign"), read(json, table, "attackers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Persona> read(ObjectMapper json, JsonNode table, String group) throws IOException {
        Map<String, Persona> personas = new LinkedHashMap<>();
        for (JsonNode entry : table.path(group)) {
            ObjectNode whole = table.path("defaults").deepCopy();
            overlay(whole, entry);
            Persona persona = json.treeToValue(whole, Persona.class);
            personas.put(persona.name(), persona);
        }
        return personas;
    }

    private static void overlay(ObjectNode base, JsonNode entry) {
        entry.properties().forEach(field -> {
            if (base.get(field.getKey()) instanceof ObjectNode below) {
                overlay(below, field.getValue());
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
    }

    /** The customers. */
    List<Persona> benign() {
        return new ArrayList<>(benign.values());
    }

    /** A customer by its class. */
    Persona benign(String name) {
        return Optional.ofNullable(benign.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no class " + name));
    }

    /** An attacker by its replay. */
    Persona attacker(String name) {
        return Optional.ofNullable(attackers.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no replay " + name));
    }
}
