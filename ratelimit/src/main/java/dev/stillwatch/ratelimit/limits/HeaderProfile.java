// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import java.util.Locale;

/** Whose headers tell a caller what is left. */
public enum HeaderProfile {
    NONE,
    X_RATELIMIT,
    OPENAI,
    ANTHROPIC,
    /** draft-ietf-httpapi-ratelimit-headers-11. */
    IETF;

    /** The name as written in limits files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
