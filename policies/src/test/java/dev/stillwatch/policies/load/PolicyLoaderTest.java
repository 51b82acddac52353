// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.wire.PolicyCodec;
import dev.stillwatch.policies.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyLoaderTest {
    private final PolicyLoader loader = new PolicyLoader();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void thePackagedPolicyIsSoundAndTravels() throws Exception {
        Policy policy = loader.packagedDefault();
        assertThat(policy.id()).isEqualTo("default@1");
        assertThat(policy.mode()).isEqualTo(Standing.Mode.SHADOW);
        assertThat(policy.timing()).isEqualTo(new Policy.Timing(60_000, 60_000, 30_000, 60_000, 300_000));
        assertThat(policy.ladder().throttle()).isEqualTo(3000);
        assertThat(policy.ladder().familyCaps()).hasSize(Family.values().length).containsEntry(Family.CONTENT, 6000L);
        assertThat(policy.signals()).hasSize(16);
        assertThat(policy.plans()).containsKeys("free", "pro", "team", "enterprise", "gateway");
        assertThat(new PolicyCodec().decode(new PolicyCodec().encode(policy))).isEqualTo(policy);
    }

    @Test
    void aFileChangesOnlyWhatItNames() throws IOException {
        Policy policy = loaded(
                "name: acme\nversion: 2\nladder: {throttle: 4}\nsignals: {D4: {enabled: false}, D1: {values: {looks: 5}}}\n");
        Policy packaged = loader.packagedDefault();
        assertThat(policy.id()).isEqualTo("acme@2");
        assertThat(policy.ladder().throttle()).isEqualTo(4000);
        assertThat(policy.ladder().restrict()).isEqualTo(packaged.ladder().restrict());
        assertThat(policy.signal("D4")).isEmpty();
        assertThat(policy.signal("D1").orElseThrow().value("looks")).isEqualTo(5);
        assertThat(policy.signal("D1").orElseThrow().capMilli())
                .isEqualTo(packaged.signal("D1").orElseThrow().capMilli());
        assertThat(policy.plans()).isEqualTo(packaged.plans());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mode: strict                              | 3:7: 'mode' is "strict"; expected shadow (record only) or enforce
            laddr: {watch: 1}                         | 3:1: unknown key 'laddr'; expected one of name, version, valid_from
            ladder: {watch: "high"}                   | 3:17: 'watch' is "high"; expected least score for watch: nats
            ladder: {throttle: 7}                     | 3:20: 'restrict' is 6.0 and 'throttle' is 7; expected watch < throttle
            ladder: {watch: 3.5}                      | 3:17: 'throttle' is 3.0 and 'watch' is 3.5; expected watch < throttle
            ladder: {suspend: 99}                     | the caps add up to 30.0; expected caps that together can reach
            ladder: {plan: {restrict_share: 0.5}}     | 'restrict_share' is above 'throttle_share'
            ladder: [1, 2]                            | 'ladder' is a list of 2; expected
            mode: {a: 1}                              | 'mode' is an object; expected shadow
            author: [aaaa]                            | 'author' is a list of 1; expected
            timing: {bucket_seconds: 7}               | 3:26: 'bucket_seconds' is 7; expected a divisor
            valid_from: yesterday                     | 3:13: 'valid_from' is "yesterday"; expected an instant in UTC
            valid_from: 2026-02-30T00:00:00Z          | 3:13: '2026-02-30T00:00:00Z' is no date of the calendar
            signals: {D99: {cap: 1}}                  | unknown signal 'D99'; expected one of D1, D3
            signals: {D1: {values: {lokks: 1}}}       | unknown value 'lokks' of D1; expected one of ordinaryHits
            ladder: {hysteresis: 1.5}                 | 'hysteresis' is 1.5; expected share of a threshold
            ladder: {family_caps: {content: .nan}}    | 'content' is ".nan"; expected most evidence
            plans: {pro: &a {}, team: *a}             | an alias; expected the value itself
            version: 3                                | 3:1: the key 'version' a second time; expected each key once
            'ladder: {watch: 1'                       | expected well-formed YAML
            'ordinary: [{kind: card, artefact: "0123456789abcdef", why: x}]' | 'kind' is "card"; expected one of skeleton
            'ordinary: [{kind: system, artefact: "12", why: x}]' | 'artefact' is "12"; expected 16 hexadecimal digits
            'indicators: [{template: "0123456789abcdef", weight: 2.5, from: x, until: "2026-12-26T00:00:00Z"}]' | 'weight' is 2.5; expected what it weighs here
            'indicators: [{template: "0000000000000000", weight: 1, from: x, until: "2026-12-26T00:00:00Z"}]' | 'template' is "0000000000000000"; expected 16 hexadecimal digits
            'indicators: [{template: "0123456789abcdef", weight: 1, from: "x: y", until: "2026-12-26T00:00:00Z"}]' | 'from' is "x: y"; expected the party
            'indicators: [{template: "0123456789abcdef", weight: 1, from: x, until: "2026-13-26T00:00:00Z"}]' | no date of the calendar
            releases: [{model: m}]                    | no key 'released' in '0'; expected an instant
            """)
    void aBadFileIsRefusedWithPlaceAndWhatWasExpected(String line, String message) throws IOException {
        List<Problem> problems = refused("name: acme\nversion: 1\n" + line + "\n");
        assertThat(problems.toString()).contains(message).doesNotContain("\n");
        assertThat(problems.get(0).line()).isBetween(1, 4);
    }

    @Test
    void whatIsOrdinaryIsNamedByItsHash() throws IOException {
        Loading loaded = loader.load(
                write(
                        "policy.yaml",
                        "name: acme\nversion: 1\nordinary: [{kind: sign_up_minute, artefact: \"ff00000000000001\", why: drive}]\n"));

        assertThat(((Loading.Loaded) loaded).policy().ordinary())
                .containsExactly(
                        new Policy.OrdinaryArtefact(ArtefactKind.SIGN_UP_MINUTE, 0xff00_0000_0000_0001L, "drive"));
    }

    @Test
    void whatOthersReportedHasTheWeightThatIsStatedHere() throws IOException {
        String list =
                "name: acme\nversion: 1\nindicators: [{template: \"ff00000000000001\", weight: 1.25, from: lab one,"
                        + " until: \"2026-12-26T00:00:00Z\"}]\n";
        Loading loaded = loader.load(write("policy.yaml", list));

        assertThat(((Loading.Loaded) loaded).policy().indicators())
                .containsExactly(new Indicator(
                        0xff00_0000_0000_0001L,
                        1250,
                        "lab one",
                        Instant.parse("2026-12-26T00:00:00Z").toEpochMilli()));
        assertThat(loader.load(write("policy.yaml", list + "ladder: {watch: 0.5, throttle: 1.25}\n")))
                .asString()
                .contains("a weight below 'throttle'");
    }

    @Test
    void nameAndVersionAreNeededAndTheNameIsOnesOwn() throws IOException {
        assertThat(refused("").toString()).contains("no key 'name'").contains("no key 'version'");
        assertThat(refused("name: default\nversion: 9\n").toString()).contains("a name of your own");
        assertThat(loader.load(directory.resolve("absent.yaml"))).isInstanceOf(Loading.Refused.class);
    }

    @Test
    void aDirectoryBecomesOneSnapshot() throws IOException {
        write("policy.yaml", "name: acme\nversion: 1\n");
        write("owners.yaml", "- {org: uni, kind: university, accounts: ['uni-*'], exchanges_per_day: 9}\n");
        write("sources.yaml", "- {format: bedrock, account_path: /identity/arn}\n");
        Policy policy = ((Loading.Loaded) loader.load(directory)).policy();
        assertThat(policy.owners().of("uni-7", "")).isPresent();
        assertThat(policy.sources()).containsExactly(new SourceMapping("bedrock", "/identity/arn"));
    }

    @Test
    void everyBadFileOfADirectoryIsNamed() throws IOException {
        write("owners.yaml", "- {org: uni, kind: school}\n");
        write("sources.yaml", "- {format: bedrock, account_path: identity}\n");
        write("ownrs.yaml", "[]\n");
        write("passports.yaml", "[]\n");
        assertThat(((Loading.Refused) loader.load(directory)).problems().toString())
                .contains("ownrs.yaml:1:1: a file of unknown name")
                .contains("expected enterprise, gateway, university or reseller")
                .contains("expected a JSON pointer")
                .contains("no signature passports.yaml.jws")
                .contains("policy.yaml:1:1: the file is missing");
    }

    @Test
    void aBadFileNeverReplacesAGoodPolicy() throws IOException {
        PolicyShelf shelf = new PolicyShelf(loader, loader.packagedDefault());
        Path good = write("a.yaml", "name: acme\nversion: 1\n");
        assertThat(shelf.replaceFrom(good)).isInstanceOf(Loading.Loaded.class);
        assertThat(shelf.current().id()).isEqualTo("acme@1");
        assertThat(shelf.replaceFrom(write("b.yaml", "name: [\n"))).isInstanceOf(Loading.Refused.class);
        assertThat(shelf.replaceFrom(write("c.yaml", "name: acme\nversion: 1\nmode: enforce\n"))
                        .toString())
                .contains("changed content under version 1");
        assertThat(shelf.current().id()).isEqualTo("acme@1");
        assertThat(shelf.current().mode()).isEqualTo(Standing.Mode.SHADOW);
    }

    @Test
    void anOrganisationAndAFormatAreDeclaredOnce() throws IOException {
        write("policy.yaml", "name: acme\nversion: 1\n");
        String owner = "- {org: uni, kind: university, accounts: ['uni-*'], exchanges_per_day: 9}\n";
        write("owners.yaml", owner + owner);
        assertThat(loader.load(directory).toString()).contains("'uni' a second time; expected each org once");
    }

    @Test
    void anotherPolicyOrALaterVersionReplacesTheOneInForce() throws IOException {
        PolicyShelf shelf = new PolicyShelf(loader, loader.packagedDefault());
        shelf.replaceFrom(write("a.yaml", "name: acme\nversion: 5\n"));
        assertThat(shelf.replaceFrom(write("a.yaml", "name: acme\nversion: 5\n")))
                .isInstanceOf(Loading.Loaded.class);
        shelf.replaceFrom(write("b.yaml", "name: acme\nversion: 6\nmode: enforce\n"));
        assertThat(shelf.current().id()).isEqualTo("acme@6");
        shelf.replaceFrom(write("c.yaml", "name: other\nversion: 1\n"));
        assertThat(shelf.current().id()).isEqualTo("other@1");
    }

    @Test
    void mutatedFilesAreLoadedOrRefusedNeverThrown() throws IOException {
        byte[] good;
        try (var in = PolicyLoader.class.getResourceAsStream("/dev/stillwatch/policies/default/policy.yaml")) {
            good = in.readAllBytes();
        }
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("fuzz.yaml"), bytes);
            assertThat(loader.load(file)).isNotNull();
        }
    }

    private Policy loaded(String text) throws IOException {
        Loading loading = loader.load(write("p.yaml", text));
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return ((Loading.Loaded) loading).policy();
    }

    private List<Problem> refused(String text) throws IOException {
        Loading loading = loader.load(write("p.yaml", text));
        assertThat(loading).isInstanceOf(Loading.Refused.class);
        return ((Loading.Refused) loading).problems();
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
