// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rings of an epoch go on as, or into, which of the next. A ring goes on where its founding hub is: when two
 * merge the older founding names the ring and the younger ring is its predecessor; when one splits the part with the
 * founding hub keeps the name, and the other part is a ring of its own.
 */
public final class Succession {
    private Succession() {}

    /**
     * The foundings of rings that a ring has taken in since, oldest first.
     *
     * @param before foundings of the rings of the epoch before
     * @param after rings of this epoch
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
