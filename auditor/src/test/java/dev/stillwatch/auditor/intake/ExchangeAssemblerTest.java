// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.sketch.ExchangeText;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.DeploymentKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeAssemblerTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    private final List<ExchangeText> seen = new ArrayList<>();
    private final ExchangeAssembler assembler = new ExchangeAssembler(
            KEY, List.of((text, reading) -> seen.add(text), (text, reading) -> reading.sizes(7, 2, 3)));

    @Test
    void shouldCarryEveryFieldOfTheNativeRecord() {
        Exchange exchange = assemble(Intake.tree("native/full.json"));

        assertThat(exchange.present()).isEqualTo(FieldSet.of(Field.values()));
        assertThat(exchange.time()).isEqualTo(1_795_309_323_456L);
        assertThat(exchange.id()).isEqualTo("req-1");
        assertThat(exchange.account()).isEqualTo("acct-1");
        assertThat(exchange.origin()).isEqualTo(new Exchange.Origin("native", 3, 42, 99));
        assertThat(exchange.identity().credential())
                .isEqualTo(KEY.hash("credential").of("key-1"));
        assertThat(exchange.identity().network()).isEqualTo(KEY.hash("network").of("203.0.113.0/24"));
        assertThat(exchange.identity().asn()).isEqualTo(64_500);
        assertThat(exchange.demand().temperatureMilli()).isEqualTo(700);
        assertThat(exchange.demand().biasedTokens()).isEqualTo(2);
        assertThat(exchange.demand().biasSample()).hasSize(2).isSorted();
        assertThat(exchange.demand().topLogprobs()).isEqualTo(5);
        assertThat(exchange.demand().reasoning()).isTrue();
        assertThat(exchange.supply().inputTokens()).isEqualTo(210);
        assertThat(exchange.supply().traceSignature())
                .isEqualTo(KEY.textHash("trace").of("sig-1"));
        assertThat(exchange.supply().traceReplayed()).isFalse();
        assertThat(exchange.supply().latencyMillis()).isEqualTo(1_830);
        assertThat(exchange.text().promptCharacters()).isEqualTo(7);
    }

    @Test
    void shouldShowTheTextOnceWithTheLastUserTurnLast() {
        assemble(Intake.tree("native/full.json"));

        assertThat(seen)
                .containsExactly(ExchangeText.of(
                        "Answer briefly.",
                        List.of("What is a still?", "A vessel.", "And who tends it?"),
                        "A distiller."));
    }

    @Test
    void shouldTellAReplayedTraceFromAnIssuedOne() {
        ObjectNode record = Intake.tree("native/full.json");
        ((ObjectNode) record.path("request")).put("trace_signature", "sig-0");

        Exchange exchange = assemble(record);

        assertThat(exchange.supply().traceReplayed()).isTrue();
        assertThat(exchange.supply().traceSignature())
                .isEqualTo(KEY.textHash("trace").of("sig-0"));
        assertThat(exchange.supply().issuedSignature())
                .isEqualTo(KEY.textHash("trace").of("sig-1"));
    }

    @Test
    void shouldNameARecordWithoutIdByItsContent() {
        ObjectNode record = Intake.tree("native/full.json");
        record.remove("id");

        assertThat(assemble(record).id()).isEqualTo("0000000000000063");
    }

    @Test
    void shouldNotLetLongNamesCarryText() {
        ObjectNode record = Intake.tree("native/full.json");
        record.put("id", "secret prompt ".repeat(100));
        record.put("model", "m".repeat(5_000));

        Exchange exchange = assemble(record);

        assertThat(exchange.id()).hasSize(16);
        assertThat(exchange.demand().model()).hasSize(PlainName.LONGEST);
    }

    @Test
    void shouldTakeAnAddressThatIsNoneAsAbsent() {
        ObjectNode record = Intake.tree("native/full.json");
        ((ObjectNode) record.path("client")).put("ip", "gateway.internal");

        Exchange exchange = assemble(record);

        assertThat(exchange.has(Field.NETWORK)).isFalse();
        assertThat(exchange.identity().network()).isZero();
    }

    @Test
    void shouldNotTroubleReadersWithoutText() {
        ObjectNode record = Intake.tree("native/full.json");
        record.remove("request");
        ((ObjectNode) record.path("response")).remove("output");

        assertThat(assemble(record).text()).isEqualTo(TextFeatures.NONE);
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldHashUnderTheKeyOfTheRecordsDay() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        DeploymentKey next =
                KEY.followedBy(2, secret, Instant.parse("2026-11-22T00:00:00Z").toEpochMilli());
        ExchangeAssembler rotated = new ExchangeAssembler(next, List.of(), Optional.of(assembler));
        ObjectNode record = Intake.tree("native/full.json");

        assertThat(credential(rotated, record.put("time", "2026-11-22T00:00:00Z")))
                .isEqualTo(next.hash("credential").of("key-1"));
        assertThat(credential(rotated, record.put("time", "2026-11-21T23:59:59.999Z")))
                .isEqualTo(KEY.hash("credential").of("key-1"));
    }

    private static long credential(ExchangeAssembler assembler, ObjectNode record) {
        return assembler
                .assemble(Intake.one(Intake.bytes(record.toString())), "native", 3, 42, 99)
                .identity()
                .credential();
    }

    private Exchange assemble(ObjectNode record) {
        return assembler.assemble(Intake.one(Intake.bytes(record.toString())), "native", 3, 42, 99);
    }
}
