// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a reader has come: the next offset in each partition. Written {@code 0:17,1:4}, which is what an event
 * stream's {@code id} and {@code Last-Event-ID} carry; public contract. Immutable.
 *
 * @param next next offset by partition
 */
public record AlertPosition(SortedMap<Integer, Long> next) {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18}){0,9999}");

    /** Copies the map. */
    public AlertPosition {
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    /** A position from the next offset of each partition. */
    public static AlertPosition of(Map<Integer, Long> next) {
        return new AlertPosition(new TreeMap<>(next));
    }

    /** Reads the written form; empty when the text is not one or names a partition twice. */
    public static Optional<AlertPosition> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> next = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (next.put(Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new AlertPosition(next));
    }

    /** The position after one more alert. */
    public AlertPosition after(AlertEvent event) {
        SortedMap<Integer, Long> moved = new TreeMap<>(next);
        moved.put(event.partition(), event.offset() + 1);
        return new AlertPosition(moved);
    }

    /** Whether nothing before the other position is left to read. */
    public boolean reached(AlertPosition other) {
        return other.next.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** The written form; empty for no partition at all. */
    public String text() {
        return next.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue())
                .collect(Collectors.joining(","));
    }
}
