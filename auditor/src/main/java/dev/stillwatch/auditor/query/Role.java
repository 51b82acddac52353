// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.util.Locale;
import java.util.Optional;

/** Who may ask for what. */
public enum Role {
    /** Watches alerts and standings. */
    ANALYST(true, true),
    /** A gateway's machine account: standings only. */
    GATEWAY(false, true),
    /** Reads what was found, for a report. */
    REVIEWER(true, false),
    /** Everything. */
    ADMIN(true, true);

    /** What can be asked for. */
    public enum Right {
        ALERTS,
        STANDINGS
    }

    private final boolean alerts;
    private final boolean standings;

    Role(boolean alerts, boolean standings) {
        this.alerts = alerts;
        this.standings = standings;
    }

    /** Whether the role has the right. */
    public boolean may(Right right) {
        return switch (right) {
            case ALERTS -> alerts;
            case STANDINGS -> standings;
        };
    }

    /** The name as written in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a written name. */
    public static Optional<Role> of(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
