// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.probe.Probe.Outcome;
import dev.stillwatch.policies.wire.ProbeCodec;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A probe as one line of JSON. With the deployment's key the line also holds, as {@code sealed}, the value that
 * {@code stillwatch.probes} would: only that verifies, the other members are for reading.
 */
final class ProbeLine {
    private ProbeLine() {}

    static String of(Probe probe, Optional<DeploymentKey> key) {
        Outcome outcome = probe.outcome();
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("id", probe.id())
                .put("time", Instant.ofEpochMilli(probe.from()).toString())
                .put("holds", probe.holds())
                .put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT))
                .put("gateway", probe.gateway())
                .put("limiter", probe.limiter())
                .put("subject", probe.subject())
                .put("zero_meant", probe.zeroMeant())
                .put("passed", outcome.passed())
                .put("status", outcome.status());
        if (outcome.waitSeconds() >= 0) {
            line.put("wait_seconds", outcome.waitSeconds());
        }
        ArrayNode leaked = line.putArray("leaked");
        outcome.leaked().forEach(leaked::add);
        line.put("silence", outcome.silence()).put("took_millis", probe.tookMillis());
        key.ifPresent(one -> line.put("sealed", Base64.getEncoder().encodeToString(new ProbeCodec(one).encode(probe))));
        return line.toString();
    }
}
