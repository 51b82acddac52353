// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How much of a ring its members' declared owners explain.
 *
 * @param beyond share (0..1) of the members that no declaration covers
 * @param words who declared how much, for sentences about the members
 */
record DeclaredPart(double beyond, String words) {
    static DeclaredPart of(Ring ring, Function<String, Optional<Overrun>> overruns) {
        Map<String, Overrun> owners = new TreeMap<>();
        double covered = 0;
        for (String member : ring.members()) {
            Optional<Overrun> overrun = overruns.apply(member);
            if (overrun.isPresent()) {
                covered += overrun.get().covered();
                owners.put(overrun.get().owner(), overrun.get());
            }
        }
        return owners.isEmpty()
                ? new DeclaredPart(1, "without a declared owner")
                : new DeclaredPart(1 - covered / ring.members().size(), words(owners, covered));
    }

    private static String words(Map<String, Overrun> owners, double covered) {
        Overrun first = owners.values().iterator().next();
        return String.format(
                Locale.ROOT,
                "(%s made %d exchanges in a day and declared %d%s %.0f of them)",
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
