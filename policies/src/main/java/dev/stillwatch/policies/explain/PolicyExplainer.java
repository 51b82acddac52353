// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.explain;

import dev.stillwatch.policies.policy.Policy;
import java.util.List;

/** Says in plain text what each setting of a policy is and does, by section. */
public final class PolicyExplainer {
    /** Every setting in words, in the order of the file. */
    public List<Setting> settings(Policy policy) {
        return Settings.of(policy);
    }

    /** The whole policy as plain text, lines ending in a newline. */
    public String explain(Policy policy) {
        StringBuilder text = new StringBuilder();
        text.append("Policy ").append(policy.id()).append('\n');
        text.append("Evidence is counted in nats: 1 nat makes harvesting 2.7 times as likely, 3 nats 20 times.\n");
        String section = "";
        String meaning = "";
        for (Setting setting : settings(policy)) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                text.append('\n').append(section).append('\n');
            }
            text.append("  ")
                    .append(setting.path())
                    .append(" = ")
                    .append(setting.value())
                    .append('\n');
            if (!setting.meaning().equals(meaning)) {
                meaning = setting.meaning();
                text.append("      ").append(meaning).append('\n');
            }
        }
        return text.toString();
    }
}
