// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Which split records wait for parts, the one with the oldest part first. Rebuilt from the parts; one thread. */
final class OpenGroups {
    private static final Comparator<Group> ORDER =
            Comparator.comparingLong(Group::first).thenComparing(Group::correlation);

    private final Map<String, Group> groups = new HashMap<>();
    private final TreeSet<Group> order = new TreeSet<>(ORDER);

    /** A split record: its earliest part's event time, and how many parts came. */
    record Group(String correlation, long first, int parts) {}

    /** Counts one more part. */
    void add(String correlation, long time) {
        Group before = groups.get(correlation);
        Group after = before == null
                ? new Group(correlation, time, 1)
                : new Group(correlation, Math.min(before.first(), time), before.parts() + 1);
        if (before != null) {
            order.remove(before);
        }
        groups.put(correlation, after);
        order.add(after);
    }

    /** Parts of a record so far. */
    int parts(String correlation) {
        Group group = groups.get(correlation);
        return group == null ? 0 : group.parts();
    }

    /** Records that wait. */
    int size() {
        return groups.size();
    }

    /** Event time of the earliest part that waits. */
    OptionalLong oldest() {
        return order.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(order.first().first());
    }

    /** Takes out the records whose earliest part is not after the time, oldest first. */
    List<String> takeUntil(long time) {
        List<String> taken = new ArrayList<>();
        while (!order.isEmpty() && order.first().first() <= time) {
            taken.add(takeOldest());
        }
        return taken;
    }

    /** Takes out the record with the earliest part; there must be one. */
    String takeOldest() {
        Group group = order.pollFirst();
        if (group == null) {
            throw new IllegalStateException("no record waits");
        }
        groups.remove(group.correlation());
        return group.correlation();
    }
}
