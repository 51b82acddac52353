// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which rings of an epoch go on as, or into, which of the next. A ring goes on where its founding hub is, also when an
 * older hub turns out to be one of its hubs: people have its name. When two merge the older founding names the ring and
 * the younger ring is its predecessor; when one splits the part with the founding hub keeps the name, and the other part
 * is a ring of its own.
 */
public final class Succession {
    private Succession() {}

    /**
     * The rings of an epoch under the names that they had, oldest first.
     *
     * @param before foundings of the rings of the epoch before
     * @param after rings of this epoch, each founded by its oldest hub
     */
    public static List<Ring> named(Collection<Founding> before, List<Ring> after) {
        Map<Artefact, Founding> known = new HashMap<>();
        before.forEach(founding -> known.put(founding.hub(), founding));
        List<Ring> named = new ArrayList<>();
        for (Ring ring : after) {
            Founding founding = ring.ties().stream()
                    .map(tie -> known.get(tie.hub()))
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElse(ring.founding());
            named.add(ring.founded(founding));
        }
        named.sort(Comparator.comparing(Ring::founding));
        return named;
    }

    /**
     * The foundings of rings that a ring has taken in since, oldest first.
     *
     * @param before foundings of the rings of the epoch before
     * @param after rings of this epoch under their names
     * @return one list for each of {@code after}, in its order; empty for a ring that took in none
     */
    public static List<List<Founding>> of(Collection<Founding> before, List<Ring> after) {
        Map<Artefact, Integer> places = new HashMap<>();
        for (int place = 0; place < after.size(); place++) {
            for (Tie tie : after.get(place).ties()) {
                places.put(tie.hub(), place);
            }
        }
        List<List<Founding>> predecessors = new ArrayList<>();
        after.forEach(ring -> predecessors.add(new ArrayList<>()));
        for (Founding founding : before) {
            Integer place = places.get(founding.hub());
            if (place != null && !after.get(place).founding().hub().equals(founding.hub())) {
                predecessors.get(place).add(founding);
            }
        }
        return predecessors.stream()
                .map(foundings -> foundings.stream().sorted().toList())
                .toList();
    }
}
