// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a Redis says of itself.
 *
 * @param fields name and value of each line of {@code INFO}
 */
record ServerInfo(Map<String, String> fields) {
    /** Its scripts may read the clock and write. */
    private static final int OLDEST = 5;

    static ServerInfo of(String info) {
        return new ServerInfo(info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (first, second) -> first)));
    }

    /**
     * Checks that it can count.
     *
     * @throws IOException when it cannot, with what it is
     */
    void check() throws IOException {
        if (field("redis_mode").equals("cluster")) {
            throw new IOException("it is one of a Redis Cluster, where one script cannot count all of a request");
        }
        if (field("role").equals("slave")) {
            throw new IOException("it is a replica, which cannot be written to");
        }
        String version = field("redis_version");
        if (version.matches("[0-4]\\..*")) {
            throw new IOException("it is of version " + version + ", older than " + OLDEST);
        }
        if (pushesOut()) {
            throw new IOException("it pushes out counters when its memory is full (maxmemory-policy "
                    + field("maxmemory_policy") + "): noeviction is needed");
        }
    }

    /** Whoever sends many keys could get rid of the counter that holds him back. */
    private boolean pushesOut() {
        return fields.containsKey("maxmemory_policy")
                && !field("maxmemory_policy").equals("noeviction")
                && !field("maxmemory").equals("0");
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
