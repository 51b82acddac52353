// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

/** Who asks, as metrics name it. */
enum Door {
    ENVOY("envoy"),
    KUADRANT("kuadrant"),
    EXT_AUTHZ("ext-authz"),
    AUTHZ("authz"),
    JSON("json"),
    LIMITS("limits"),
    ADMIT("admit"),
    PORTKEY("portkey"),
    OWNER("owner");

    private final String label;

    Door(String label) {
        this.label = label;
    }

    /** Value of the label {@code door}. */
    String label() {
        return label;
    }
}
