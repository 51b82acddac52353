// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.policy.SourceMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The door of intake as the tests use it, and the fixtures. */
final class Intake {
    static final long LATEST = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();
    static final FormatRegistry REGISTRY = FormatRegistry.standard();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Intake() {}

    static byte[] fixture(String path) {
        try (InputStream in = Intake.class.getResourceAsStream("/intake/" + path)) {
            assertThat(in).as(path).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode tree(String path) {
        try {
            return (ObjectNode) JSON.readTree(fixture(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode parsed(String json) {
        return (ObjectNode) value(json);
    }

    static JsonNode value(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static SourceMap account(String format, String pointer) {
        return SourceMap.of(List.of(new SourceMapping(format, pointer)));
    }

    static Decoding decode(byte[] raw) {
        return decode(raw, SourceMap.EMPTY);
    }

    static Decoding decode(byte[] raw, SourceMap sources) {
        return REGISTRY.decode(raw, FormatRegistry.AUTO, sources, LATEST);
    }

    static Decoding decode(ObjectNode node) {
        return decode(bytes(node.toString()));
    }

    static Decoded decoded(byte[] raw, SourceMap sources) {
        Decoding decoding = decode(raw, sources);
        assertThat(decoding).isInstanceOf(Decoded.class);
        return (Decoded) decoding;
    }

    static UsageRecord one(byte[] raw, SourceMap sources) {
        Decoded decoded = decoded(raw, sources);
        assertThat(decoded.records()).hasSize(1);
        return decoded.records().get(0);
    }

    static UsageRecord one(byte[] raw) {
        return one(raw, SourceMap.EMPTY);
    }

    static Rejected rejected(byte[] raw) {
        Decoding decoding = decode(raw);
        assertThat(decoding).isInstanceOf(Rejected.class);
        return (Rejected) decoding;
    }
}
