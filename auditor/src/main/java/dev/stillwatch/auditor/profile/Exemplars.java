// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Ids of the exchanges that weighed most, up to {@link #LIMIT} a family: what an analyst looks up in the gateway's own
 * log. Greatest weight first, then least mixed hash of the id, so the choice does not depend on order.
 *
 * @param byFamily the kept ids of each family, heaviest first
 */
public record Exemplars(Map<Family, List<Exemplar>> byFamily) {
    /** None. */
    public static final Exemplars NONE = new Exemplars(Map.of());
    /** Most ids of one family. */
    public static final int LIMIT = 5;
    /** Longest id kept, in characters; longer ones are cut, as an id is for people to look up. */
    public static final int ID_LENGTH = 64;

    private static final Comparator<Exemplar> ORDER = Comparator.comparingInt(Exemplar::weight)
            .reversed()
            .thenComparingLong(Exemplar::rank)
            .thenComparing(Exemplar::id);

    /** Copies the map. */
    public Exemplars {
        byFamily = Map.copyOf(byFamily);
    }

    /** One id; a weight of 0 or less gives none. */
    public static Exemplars of(Family family, String id, int weight) {
        return weight <= 0 ? NONE : new Exemplars(Map.of(family, List.of(new Exemplar(cut(id), weight))));
    }

    // Half of a surrogate pair would come back from the store as another character.
    private static String cut(String id) {
        if (id.length() <= ID_LENGTH) {
            return id;
        }
        return id.substring(0, Character.isHighSurrogate(id.charAt(ID_LENGTH - 1)) ? ID_LENGTH - 1 : ID_LENGTH);
    }

    /** The ids of a family, heaviest first. */
    public List<String> ids(Family family) {
        return byFamily.getOrDefault(family, List.of()).stream()
                .map(Exemplar::id)
                .toList();
    }

    /** Both together, cut to the limit. Associative and commutative. */
    public Exemplars combine(Exemplars other) {
        if (byFamily.isEmpty() || other.byFamily.isEmpty()) {
            return byFamily.isEmpty() ? other : this;
        }
        Map<Family, List<Exemplar>> merged = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            List<Exemplar> both = new ArrayList<>(byFamily.getOrDefault(family, List.of()));
            both.addAll(other.byFamily.getOrDefault(family, List.of()));
            List<Exemplar> kept =
                    both.stream().distinct().sorted(ORDER).limit(LIMIT).toList();
            if (!kept.isEmpty()) {
                merged.put(family, kept);
            }
        }
        return new Exemplars(merged);
    }

    void write(WireWriter out) {
        out.unsigned(byFamily.size());
        for (Family family : Family.values()) {
            List<Exemplar> kept = byFamily.getOrDefault(family, List.of());
            if (!kept.isEmpty()) {
                out.octet(family.ordinal()).unsigned(kept.size());
                kept.forEach(exemplar -> out.text(exemplar.id()).unsigned(exemplar.weight()));
            }
        }
    }

    static Exemplars read(WireReader in) {
        Map<Family, List<Exemplar>> families = new EnumMap<>(Family.class);
        for (int left = in.size(); left > 0; left--) {
            int ordinal = in.octet();
            if (ordinal >= Family.values().length) {
                throw new CorruptStateException("an evidence family " + ordinal + " that this build does not know");
            }
            List<Exemplar> kept = new ArrayList<>();
            for (int ids = in.size(); ids > 0; ids--) {
                kept.add(new Exemplar(in.text(), (int) in.unsigned()));
            }
            families.put(Family.values()[ordinal], List.copyOf(kept));
        }
        return families.isEmpty() ? NONE : new Exemplars(families);
    }

    /**
     * One exchange.
     *
     * @param id its id
     * @param weight how much it weighed, positive
     */
    public record Exemplar(String id, int weight) {
        long rank() {
            return Mixing.mix(id);
        }
    }
}
