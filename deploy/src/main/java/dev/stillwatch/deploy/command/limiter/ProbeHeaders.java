// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.command.InputProblem;
import java.net.http.HttpRequest;
import java.util.List;

/** Headers as people write them, {@code Name: value}, put into a call; the last of a name counts. Values may be keys: no message shows one. */
final class ProbeHeaders {
    private ProbeHeaders() {}

    /**
     * Adds headers; blank lines are passed over.
     *
     * @param source where they were written, for messages
     */
    static void add(HttpRequest.Builder call, List<String> lines, String source) {
        for (String line : lines) {
            if (!line.isBlank()) {
                add(call, line, source);
            }
        }
    }

    private static void add(HttpRequest.Builder call, String line, String source) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.isEmpty()) {
            throw new InputProblem(source + " has a line that is no header; write 'Name: value'");
        }
        try {
            call.setHeader(name, line.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            // The exception's own message shows the value.
            throw new InputProblem(
                    source + " has a header that cannot be sent; is its name one, and is its value ASCII?");
        }
    }
}
