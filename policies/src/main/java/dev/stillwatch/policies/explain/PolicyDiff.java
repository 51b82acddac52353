// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.explain;

import dev.stillwatch.policies.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares two policies setting by setting. */
public final class PolicyDiff {
    /**
     * One setting that differs.
     *
     * @param path its path in the file
     * @param before value before, empty when it was not there
     * @param after value after, empty when it is no longer there
     * @param effect what the change does in practice, one clause
     */
    public record Change(String path, Optional<String> before, Optional<String> after, String effect) {
        /** {@code path: before -> after (effect)}. */
        @Override
        public String toString() {
            return path + ": " + before.orElse("(none)") + " -> " + after.orElse("(none)") + " (" + effect + ")";
        }
    }

    /** What differs, in the order of the file; empty when nothing does. */
    public List<Change> changes(Policy before, Policy after) {
        Map<String, Setting> old = byPath(before);
        Map<String, Setting> now = byPath(after);
        List<Change> changes = new ArrayList<>();
        now.forEach((path, setting) -> {
            Setting was = old.get(path);
            if (was == null) {
                changes.add(new Change(
                        path,
                        Optional.empty(),
                        Optional.of(setting.value()),
                        "new: " + setting.effect().up()));
            } else if (!was.value().equals(setting.value())) {
                changes.add(
                        new Change(path, Optional.of(was.value()), Optional.of(setting.value()), effect(was, setting)));
            }
        });
        old.forEach((path, setting) -> {
            if (!now.containsKey(path)) {
                changes.add(new Change(
                        path,
                        Optional.of(setting.value()),
                        Optional.empty(),
                        "gone: " + setting.effect().down()));
            }
        });
        return List.copyOf(changes);
    }

    private static Map<String, Setting> byPath(Policy policy) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        Settings.of(policy).forEach(setting -> settings.put(setting.path(), setting));
        return settings;
    }

    private static String effect(Setting before, Setting after) {
        return compare(before.value(), after.value()) < 0
                ? after.effect().up()
                : after.effect().down();
    }

    /** By the number that leads the value where both have one, as texts otherwise. */
    private static int compare(String before, String after) {
        try {
            return Double.compare(leading(before), leading(after));
        } catch (NumberFormatException e) {
            return before.compareTo(after);
        }
    }

    private static double leading(String value) {
        int space = value.indexOf(' ');
        return Double.parseDouble(space < 0 ? value : value.substring(0, space));
    }
}
