// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How much of a ring its members' declared owners explain, and that accounts of one owner hang together anyway.
 *
 * @param beyond share (0..1) of the members that no declaration covers, those of one owner counted once
 * @param words who declared how much, for sentences about the members
 */
record DeclaredPart(double beyond, String words) {
    static DeclaredPart of(Ring ring, Function<String, Optional<Overrun>> overruns, UnaryOperator<String> parties) {
        Map<String, Overrun> owners = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        double covered = 0;
        for (String member : ring.members()) {
            counted.add(parties.apply(member));
            Optional<Overrun> overrun = overruns.apply(member);
            if (overrun.isPresent()) {
                covered += overrun.get().covered();
                owners.put(overrun.get().owner(), overrun.get());
            }
        }
        int once = counted.size();
        String apart = once == ring.members().size() ? "" : "of one owner's accounts one counts, which leaves " + once;
        return new DeclaredPart((once - covered) / ring.members().size(), words(owners, covered, apart));
    }

    private static String words(Map<String, Overrun> owners, double covered, String apart) {
        if (owners.isEmpty()) {
            return apart.isEmpty() ? "without a declared owner" : "(" + apart + ")";
        }
        return "(" + words(owners, covered) + (apart.isEmpty() ? "" : "; " + apart) + ")";
    }

    private static String words(Map<String, Overrun> owners, double covered) {
        Overrun first = owners.values().iterator().next();
        return String.format(
                Locale.ROOT,
                "%s made %d exchanges in a day and declared %d%s %.0f of them",
                first.owner(),
                first.exchanges(),
                first.declared(),
                others(owners.size() - 1),
                covered);
    }

    private static String others(int count) {
        return switch (count) {
            case 0 -> ": that explains";
            case 1 -> ", and another owner was over its volume too: together they explain";
            default -> ", and " + count + " other owners were over theirs too: together they explain";
        };
    }
}
