// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyDiffTest {
    @TempDir
    private Path folder = Path.of("");

    private final PolicyLoader loader = new PolicyLoader();

    @Test
    void everyChangeIsNamedWithItsEffect() throws Exception {
        Path file = Files.writeString(
                folder.resolve("p.yaml"),
                "name: acme\nversion: 2\nmode: enforce\nladder: {throttle: 2.5, restrict: 7}\nsignals: {D4: {enabled: false}}\n");
        Policy after = ((Loading.Loaded) loader.load(file)).policy();
        assertThat(new PolicyDiff().changes(loader.packagedDefault(), after))
                .map(Object::toString)
                .contains(
                        "name: default -> acme (findings name another policy)",
                        "mode: shadow -> enforce (enforce starts, shadow stops, limiting at the gateways)",
                        "ladder.throttle: 3.0 nats -> 2.5 nats (more subjects reach this tier, and sooner: check false positives)",
                        "ladder.restrict: 6.0 nats -> 7.0 nats (fewer subjects reach this tier, and later)",
                        "signals.D4.cap: 0.5 nats -> (none) (gone: the signal weighs less)");
        assertThat(new PolicyDiff().changes(after, after)).isEmpty();
    }

    @Test
    void theExplainerSaysEverySettingOfEverySection() {
        String text = new PolicyExplainer().explain(loader.packagedDefault());
        assertThat(text)
                .contains(
                        "Policy default@1",
                        "\nladder.plan\n",
                        "ladder.throttle = 3.0 nats",
                        "plans.pro = 2000 exchanges")
                .contains("signals.D15.cap = 1.8 nats")
                .doesNotContain("null");
    }

    @Test
    void aSourceMapIsSaidWithAllThatItNames() throws Exception {
        Files.writeString(folder.resolve("policy.yaml"), "name: acme\nversion: 2\n");
        Files.writeString(
                folder.resolve("sources.yaml"),
                "- {format: otel, account_path: /attributes/who, fields: {tls: /ja4, payment: /card}}\n"
                        + "- {format: kong, limited: [{path: /flags, values: [RL]}]}\n");
        assertThat(new PolicyExplainer().explain(((Loading.Loaded) loader.load(folder)).policy()))
                .contains(
                        "sources.otel = account at /attributes/who; payment at /card; tls at /ja4\n",
                        "sources.kong = limited by us where /flags is one of [RL]\n");
    }

    @Test
    void anOwnerWithoutAVolumeIsNotSaidToDeclareZeroExchanges() throws Exception {
        Files.writeString(folder.resolve("policy.yaml"), "name: acme\nversion: 2\n");
        Files.writeString(
                folder.resolve("owners.yaml"),
                "- {org: uni, kind: university, accounts: ['uni-*']}\n"
                        + "- {org: shop, kind: reseller, accounts: ['rs-*'], exchanges_per_day: 9}\n");
        assertThat(new PolicyExplainer().explain(((Loading.Loaded) loader.load(folder)).policy()))
                .contains(
                        "owners.uni = university with accounts [uni-*], no declared volume",
                        "owners.shop = reseller with accounts [rs-*], 9 exchanges a day");
    }
}
