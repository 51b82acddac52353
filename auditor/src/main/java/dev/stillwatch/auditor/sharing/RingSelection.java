// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rings are told of, and why the others are not.
 *
 * @param told those with a template of the group, and at {@code throttle} or above at last or asked for by name
 * @param milder rings below that tier that nobody asked for
 * @param withoutTemplate rings without a template that the group's key hashed
 */
public record RingSelection(List<RingReport> told, int milder, int withoutTemplate) {
    /** Copies the list. */
    public RingSelection {
        told = List.copyOf(told);
    }

    /**
     * Selects.
     *
     * @param all rings of a backtest
     * @param group id of the sharing group
     * @param chosen ids of the rings asked for; empty for all that are held for harvesting
     * @throws SharingException when there is no ring of a chosen id, or the backtest hashed for another group
     */
    public static RingSelection of(List<RingReport> all, String group, Set<String> chosen) throws SharingException {
        Set<String> missing = new HashSet<>(chosen);
        List<RingReport> told = new ArrayList<>();
        int milder = 0;
        int withoutTemplate = 0;
        for (RingReport ring : all) {
            if (!ring.group().isEmpty() && !ring.group().equals(group)) {
                throw new SharingException("the backtest hashed templates for the sharing group " + ring.group()
                        + "; this one is " + group);
            }
            missing.remove(ring.id());
            if (chosen.isEmpty() ? !ring.tier().atLeast(Tier.THROTTLE) : !chosen.contains(ring.id())) {
                milder++;
            } else if (ring.group().isEmpty() || ring.templates().isEmpty()) {
                withoutTemplate++;
            } else {
                told.add(ring);
            }
        }
        if (!missing.isEmpty()) {
            throw new SharingException(
                    "there is no ring " + missing.stream().sorted().findFirst().orElse(""));
        }
        return new RingSelection(told, milder, withoutTemplate);
    }

    /** What was left out, in words. */
    public String leftOut() {
        return withoutTemplate + (withoutTemplate == 1 ? " ring has" : " rings have")
                + " no template hashed for the group, " + milder + (milder == 1 ? " is" : " are")
                + " below throttle or not asked for";
    }
}
