// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rings and bundles as two parties of one group tell them. */
final class Told {
    static final String GROUP = "6b1f".repeat(8);
    static final String KEY = "kid-of-the-party";
    static final Instant NOW = Instant.parse("2026-11-26T10:11:12Z");
    static final Duration VALID = Duration.ofDays(30);
    static final String FIRST = "0a00000000000001";
    static final String SECOND = "ff00000000000002";

    private Told() {}

    static RingReport ring(String id, String... templates) {
        return ring(id, Tier.THROTTLE, GROUP, templates);
    }

    static RingReport ring(String id, Tier tier, String group, String... templates) {
        return new RingReport(
                id,
                Instant.parse("2026-11-20T17:18:19Z").toEpochMilli(),
                47,
                tier,
                List.of("content", "identity"),
                List.of("D2", "D8"),
                List.of(templates),
                group);
    }

    static byte[] bundle(RingReport... rings) throws SharingException {
        return new BundleWriter(GROUP, KEY, Techniques.packaged()).write(List.of(rings), NOW, VALID);
    }
}
