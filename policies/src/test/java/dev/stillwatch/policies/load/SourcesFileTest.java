// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.wire.PolicyCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the source map of a policy may say of a format. */
final class SourcesFileTest {
    private final PolicyLoader loader = new PolicyLoader();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aSourceMayAskForAJoinInPlaceOfAPath() throws Exception {
        write("policy.yaml", "name: acme\nversion: 1\n");
        write("sources.yaml", "- {format: vertex, join: {audit: /labels/request}}\n");
        Policy policy = loaded();
        assertThat(policy.sources())
                .containsExactly(new SourceMapping(
                        "vertex",
                        "",
                        Optional.of(new SourceMapping.Join("/request_id", "/labels/request")),
                        List.of(),
                        Map.of()));
        assertThat(new PolicyCodec().decode(new PolicyCodec().encode(policy))).isEqualTo(policy);
        write("sources.yaml", "- {format: vertex, join: {}}\n");
        assertThat(loaded().sources())
                .containsExactly(
                        new SourceMapping("vertex", "", Optional.of(SourceMapping.Join.DEFAULT), List.of(), Map.of()));
        write("sources.yaml", "- {format: vertex}\n");
        assertThat(refused()).contains("account_path, fields, join or limited");
    }

    @Test
    void aSourceIsOfAFormatThatIsReadAndOnlySomeAreJoined() throws IOException {
        write("policy.yaml", "name: acme\nversion: 1\n");
        write("sources.yaml", "- {format: otel, join: {}}\n");
        assertThat(loader.load(directory)).isInstanceOf(Loading.Loaded.class);
        write("sources.yaml", """
                - {format: bedrok, account_path: /a}
                - {format: kong, join: {}}
                - {format: otel, join: {usage: /a}}
                """);
        assertThat(refused())
                .contains("sources.yaml:1:", "expected the name of a format: otel, litellm, bedrock, ")
                .contains("sources.yaml:2:", "expected the format vertex or otel beside join")
                .contains("sources.yaml:3:", "expected {}: of OpenTelemetry");
    }

    @Test
    void aSourceMaySayWhatMarksCallsThatOurOwnLimitsMet() throws Exception {
        write("policy.yaml", "name: acme\nversion: 1\n");
        write("sources.yaml", "- {format: kong, limited: [{path: /flags, values: [RL, 'true']}]}\n");
        Policy policy = loaded();
        assertThat(policy.sources())
                .containsExactly(new SourceMapping(
                        "kong",
                        "",
                        Optional.empty(),
                        List.of(new SourceMapping.LimitedMark("/flags", List.of("RL", "true"))),
                        Map.of()));
        assertThat(new PolicyCodec().decode(new PolicyCodec().encode(policy))).isEqualTo(policy);
        write("sources.yaml", "- {format: kong, limited: [{path: flags, values: []}]}\n");
        assertThat(refused()).contains("such as /response_flags").contains("a list of 1 to 16 values");
    }

    @Test
    void aSourceMaySayWhereElseTheCallerStands() throws Exception {
        write("policy.yaml", "name: acme\nversion: 1\n");
        write(
                "sources.yaml",
                "- {format: otel, fields: {payment: /attributes/app.card, created: /attributes/app.since}}\n");
        Policy policy = loaded();
        assertThat(policy.sources())
                .containsExactly(new SourceMapping(
                        "otel",
                        "",
                        Optional.empty(),
                        List.of(),
                        Map.of(Field.PAYMENT, "/attributes/app.card", Field.CREATED, "/attributes/app.since")));
        assertThat(new PolicyCodec().decode(new PolicyCodec().encode(policy))).isEqualTo(policy);
        write("sources.yaml", "- {format: otel, fields: {card: /a, payment: card}}\n- {format: otel, fields: {}}\n");
        assertThat(refused()).contains("card").contains("such as /labels/card").contains("sources.yaml:2:");
    }

    private Policy loaded() {
        return ((Loading.Loaded) loader.load(directory)).policy();
    }

    private String refused() {
        return ((Loading.Refused) loader.load(directory)).problems().toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
