// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.auditor.signal.SignalId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Ids that others know the signals by: MITRE ATLAS techniques and OWASP risks, from a versioned data file. */
public final class Techniques {
    private static final String PACKAGED = "techniques.json";
    private static final String ATLAS_PREFIX = "AML.";

    private final String version;
    private final Map<SignalId, List<Technique>> bySignal;

    private Techniques(String version, Map<SignalId, List<Technique>> bySignal) {
        this.version = version;
        this.bySignal = bySignal;
    }

    /** The packaged file. */
    public static Techniques packaged() {
        try (InputStream in = Techniques.class.getResourceAsStream(PACKAGED)) {
            if (in == null) {
                throw new IllegalStateException(PACKAGED + " is not packaged beside " + Techniques.class.getName());
            }
            return read(JsonMapper.builder().build().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(PACKAGED + " cannot be read", e);
        }
    }

    /** Version of the file. */
    public String version() {
        return version;
    }

    /** The ids of several signals, each once, by id. */
    public List<Technique> of(Collection<SignalId> signals) {
        Set<Technique> all = new TreeSet<>();
        signals.forEach(signal -> all.addAll(bySignal.getOrDefault(signal, List.of())));
        return List.copyOf(all);
    }

    private static Techniques read(JsonNode file) {
        Map<SignalId, List<Technique>> bySignal = new EnumMap<>(SignalId.class);
        for (SignalId signal : SignalId.values()) {
            List<Technique> techniques = new ArrayList<>();
            for (JsonNode id : file.path("signals").path(signal.name())) {
                boolean atlas = id.asText().startsWith(ATLAS_PREFIX);
                JsonNode name = file.path(atlas ? "atlas" : "owasp").path(id.asText());
                if (name.isMissingNode()) {
                    throw new IllegalStateException(PACKAGED + " names " + id.asText() + " without a title");
                }
                techniques.add(new Technique(id.asText(), name.asText(), atlas));
            }
            bySignal.put(signal, List.copyOf(techniques));
        }
        return new Techniques(file.path("version").asText(), bySignal);
    }

    /**
     * One technique or risk.
     *
     * @param id as its owner writes it
     * @param name as its owner names it
     * @param atlas whether it is MITRE ATLAS's, else OWASP's
     */
    public record Technique(String id, String name, boolean atlas) implements Comparable<Technique> {
        @Override
        public int compareTo(Technique other) {
            return id.compareTo(other.id);
        }
    }
}
