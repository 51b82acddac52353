// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import java.util.List;
import java.util.Map;

/**
 * What the owner answered to a call that was passed on.
 *
 * @param status as HTTP says it
 * @param headers names and values
 */
public record Passed(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    /** Copies the list. */
    public Passed {
        headers = List.copyOf(headers);
    }
}
