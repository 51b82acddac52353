// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Another party's indicators as the list {@code indicators} of a policy file: what they weigh here is said here. */
public final class IndicatorList {
    private final String from;
    private final int weightMilli;

    /**
     * A list.
     *
     * @param from what this deployment calls the party; it stands in reasons
     * @param weightMilli what each indicator weighs, in thousandths of a nat
     */
    public IndicatorList(String from, int weightMilli) {
        this.from = from;
        this.weightMilli = weightMilli;
    }

    /** What each indicator weighs, in nats. */
    public String weight() {
        return BigDecimal.valueOf(weightMilli, 3).stripTrailingZeros().toPlainString();
    }

    /** The lines; of two indicators of one template the one that holds longer stands. */
    public String yaml(List<SharedIndicator> indicators) {
        Map<String, Long> until = new TreeMap<>();
        for (SharedIndicator indicator : indicators) {
            indicator.templates().forEach(hash -> until.merge(TemplateHash.of(hash), indicator.until(), Math::max));
        }
        StringBuilder yaml = new StringBuilder("# Put this list into policy.yaml, beside what other parties told.\n");
        yaml.append("indicators:\n");
        until.forEach((template, end) -> yaml.append("  - {template: \"")
                .append(template)
                .append("\", weight: ")
                .append(weight())
                .append(", from: \"")
                .append(from)
                .append("\", until: \"")
                .append(Instant.ofEpochMilli(end))
                .append("\"}\n"));
        return yaml.toString();
    }
}
