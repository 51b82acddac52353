// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import java.util.List;

/**
 * A bundle as it was read.
 *
 * @param indicators those of this program's form, of one sharing group; at least one
 * @param passedOver other indicators: revoked ones, and those of another form
 */
public record Bundle(List<SharedIndicator> indicators, int passedOver) {
    /** Longest bundle that is written or read, in bytes. */
    public static final int MOST_BYTES = 1 << 20;

    /** Most objects of one. */
    public static final int MOST_OBJECTS = 10_000;

    /** Most templates of one indicator. */
    public static final int MOST_TEMPLATES = 64;

    /** Longest that an indicator may hold after it was last changed, in days. */
    public static final int MOST_DAYS = 366;

    /** Copies the list. */
    public Bundle {
        indicators = List.copyOf(indicators);
    }

    /** Id of the group whose key the hashes are under. */
    public String group() {
        return indicators.get(0).group();
    }

    /** Those that hold at an instant. */
    public List<SharedIndicator> live(long time) {
        return indicators.stream().filter(indicator -> indicator.isLive(time)).toList();
    }
}
