// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.SharingGroupFile;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Indicator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two parties of one group, and everything that can go wrong between them, at the command line. */
final class ShareCommandTest {
    private static final String CANARY = "canary-7f3a";
    private static final String RING = """
            {"id":"ring-%s","first_seen":"2026-01-05T01:00:00Z","members":["%s-1","%s-2","%s-3"],"weak":["%s-4"],\
            "tier":"throttle","highest_tier":"restrict","score":4.500,"families":["content","identity"],\
            "first_tier_time":"","first_action":"","exchanges":5,"exchanges_before_action":3,\
            "reasons":["%s asks"],"signals":["D8","D2"],"shared":[%s],"group":"%s"}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private Path group = Path.of("");
    private Path bundle = Path.of("");
    private Instant now = Instant.parse("2026-11-26T10:11:12Z");

    @BeforeEach
    void group() {
        group = folder.resolve("labs.key");
        bundle = folder.resolve("bundle.json");
        assertThat(share("group", "init", "--name", "labs", "--out", group.toString()))
                .as(err.toString())
                .isZero();
    }

    @Test
    void whatIsToldNamesNoAccountNoRingAndNoReason() throws IOException {
        assertThat(export(ring("a", "\"00000000000000aa\"") + ring("b", "")))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("made the key").contains("told of 1 ring until 2026-12-26T10:11:12Z");
        assertThat(out.toString()).contains("1 ring has no template hashed for the group");
        String told = Files.readString(bundle) + Files.readString(folder.resolve("bundle.json.jws"));
        assertThat(told)
                .contains("00000000000000aa", new SharingGroupFile(group).read().id())
                .doesNotContain(CANARY, "ring-", "labs");
        assertThat(Files.readString(group))
                .doesNotContain(new SharingGroupFile(group).read().id());
    }

    @Test
    void aBundleHoldsUntilItsEndAndForWhoTrustsTheKey() throws IOException {
        export(ring("a", "\"00000000000000aa\""));

        assertThat(verify("--json")).as(out.toString()).isZero();
        JsonNode found = new ObjectMapper()
                .readTree(out.toString().substring(out.toString().lastIndexOf("{")));
        assertThat(found.path("good").asBoolean()).isTrue();
        assertThat(found.path("live").asInt()).isEqualTo(1);
        now = Instant.parse("2026-12-26T10:11:12Z");
        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("expired: 0 indicators hold, 1 does not");
        Files.writeString(bundle, Files.readString(bundle).replace("aa'", "ab'"));
        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("refused: a signature that does not match the file");
    }

    @Test
    void exportRefusesWhatCannotBeToldInOneLine() throws IOException {
        assertThat(export(ring("b", ""))).isEqualTo(2);
        assertThat(err.toString()).contains("nothing to tell: 1 ring has no template");
        assertThat(folder.resolve("party.key")).doesNotExist();
        assertThat(export("nonsense\n")).isEqualTo(2);
        assertThat(err.toString()).contains("rings.jsonl line 1 is no ring");
        assertThat(export(ring("a", "\"00000000000000aa\""), "--expires", "400d"))
                .isEqualTo(2);
        assertThat(export(ring("a", "\"00000000000000aa\""), "--expires", "soon"))
                .isEqualTo(2);
        assertThat(export(ring("a", "\"00000000000000aa\""), "--ring", "ring-x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no ring ring-x");
        assertThat(export(ring("a", "\"00000000000000aa\"").replaceFirst("\"group\":\".", "\"group\":\"g")))
                .isEqualTo(2);
        assertThat(share("group", "init", "--name", "labs", "--out", group.toString()))
                .isEqualTo(2);
        assertThat(share(
                        "group",
                        "init",
                        "--name",
                        "two words",
                        "--out",
                        folder.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(share("verify", folder.resolve("none").toString(), "--trust", group.toString()))
                .isEqualTo(2);
        assertThat(share()).isEqualTo(2);
        assertThat(share("group")).isEqualTo(2);
        assertThat(share("export", "--help")).isZero();
        assertThat(err.toString()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void whatIsTakenIsAListThatAPolicyTakesWithTheWeightStatedHere() throws IOException {
        export(ring("a", "\"00000000000000aa\",\"ff000000000000bb\""));

        assertThat(take("--weight", "1.5")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("took 1 of 1 indicator of party at 1.5 nats");
        Path list = folder.resolve("indicators.yaml");
        assertThat(Files.readString(list))
                .contains(
                        "{template: \"ff000000000000bb\", weight: 1.5, from: \"party\", until: \"2026-12-26T10:11:12Z\"}");
        Path policy =
                Files.writeString(folder.resolve("policy.yaml"), "name: acme\nversion: 1\n" + Files.readString(list));
        Loading loaded = new PolicyLoader().load(policy);
        assertThat(loaded)
                .isInstanceOfSatisfying(
                        Loading.Loaded.class,
                        good -> assertThat(good.policy().indicators())
                                .extracting(Indicator::template)
                                .containsExactly(0xaaL, 0xff00_0000_0000_00bbL));
    }

    @Test
    void importRefusesWhatDoesNotHoldHereInOneLine() throws IOException {
        export(ring("a", "\"00000000000000aa\""));
        for (String weight : new String[] {"0", "-1", "2.001", "1e999999999", "0.0001", "NaN", "heavy"}) {
            assertThat(take("--weight", weight)).as(weight).isEqualTo(2);
        }
        assertThat(take("--weight", "1", "--from", "a: b")).isEqualTo(2);
        assertThat(err.toString()).contains("--from takes");
        Path other = folder.resolve("other.key");
        share("group", "init", "--name", "others", "--out", other.toString());
        Path own = group;
        group = other;
        assertThat(take("--weight", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("so none of its hashes could match");
        group = own;
        now = Instant.parse("2026-12-27T00:00:00Z");
        assertThat(take("--weight", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("holds now; ask party for a new bundle");
        Files.writeString(bundle, Files.readString(bundle).replace("aa'", "ab'"));
        assertThat(take("--weight", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("is not taken: a signature that does not match");
        Files.writeString(bundle, " ".repeat(2 << 20));
        assertThat(take("--weight", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("more than 1048576 bytes");
        assertThat(folder.resolve("indicators.yaml")).doesNotExist();
        assertThat(err.toString()).doesNotContain("Exception", "\tat ");
    }

    private int take(String... more) {
        String[] arguments = {
            "import",
            bundle.toString(),
            "--trust",
            folder.resolve("party.key.pub.pem").toString(),
            "--group",
            group.toString(),
            "--out",
            folder.resolve("indicators.yaml").toString()
        };
        return share(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private int export(String rings, String... more) throws IOException {
        Files.writeString(folder.resolve("rings.jsonl"), rings);
        String[] arguments = {
            "export",
            "--rings",
            folder.toString(),
            "--group",
            group.toString(),
            "--sign",
            folder.resolve("party.key").toString(),
            "--out",
            bundle.toString()
        };
        return share(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private int verify(String... more) {
        String[] arguments = {
            "verify",
            bundle.toString(),
            "--trust",
            folder.resolve("party.key.pub.pem").toString()
        };
        return share(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private String ring(String name, String templates) throws IOException {
        return RING.formatted(
                name,
                CANARY,
                CANARY,
                CANARY,
                CANARY,
                CANARY,
                templates,
                new SharingGroupFile(group).read().id());
    }

    private int share(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100);
        return StillwatchCommand.commandLine(terminal, InstantSource.fixed(now))
                .execute(Stream.concat(Stream.of("share"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }
}
