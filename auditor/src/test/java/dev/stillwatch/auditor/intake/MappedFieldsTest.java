// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source map says where a gateway logs what its format has no place for. In texts single quotes stand for double ones. */
class MappedFieldsTest {
    @Test
    void shouldReadWhatTheFormatHasNoPlaceFor() {
        UsageRecord record = envoy(
                Map.of(
                        Field.PAYMENT, "/x-card",
                        Field.PLAN, "/x-plan",
                        Field.PASSPORT, "/x-passport",
                        Field.CREATED, "/x-since"),
                "'x-card':'c-1','x-plan':'pro','x-passport':'pp-1','x-since':'2026-01-01T00:00:00Z'");

        assertThat(record.caller().payment()).isEqualTo("c-1");
        assertThat(record.caller().plan()).isEqualTo("pro");
        assertThat(record.caller().passport()).isEqualTo("pp-1");
        assertThat(record.caller().createdMillis())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        assertThat(record.has(Field.PAYMENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'other':1", "'x-card':'-'", "'x-card':''", "'x-card':{'id':1}"})
    void shouldKnowNothingWhereNothingStands(String fields) {
        assertThat(envoy(Map.of(Field.PAYMENT, "/x-card"), fields).has(Field.PAYMENT))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'yesterday'", "'0001-01-01T00:00:00Z'", "'1970-01-01T00:00:00Z'", "'2027-01-01T00:00:00Z'"})
    void shouldNotBelieveADayOnWhichNoAccountWasMade(String since) {
        assertThat(envoy(Map.of(Field.CREATED, "/x-since"), "'x-since':" + since)
                        .has(Field.CREATED))
                .isFalse();
    }

    @Test
    void shouldTakeTheOperatorsPlaceBeforeTheFormatsOwn() {
        assertThat(envoy(Map.of(Field.NETWORK, "/x-client"), "'x-client':'203.0.113.7'")
                        .caller()
                        .ip())
                .isEqualTo("203.0.113.7");
    }

    @Test
    void shouldReadAttributesOfASpan() {
        UsageRecord record = Intake.one(
                json("{'traceId':'t','spanId':'s','startTimeUnixNano':'1795309323456000000','attributes':["
                        + "{'key':'user.id','value':{'stringValue':'acct-1'}},"
                        + "{'key':'gen_ai.operation.name','value':{'stringValue':'chat'}},"
                        + "{'key':'app.card','value':{'stringValue':'c-1'}}]}"),
                sources("otel", Map.of(Field.PAYMENT, "/attributes/app.card")));

        assertThat(record.caller().payment()).isEqualTo("c-1");
    }

    @Test
    void shouldNotBelieveThatAnAccountIsYoungerThanItsCallWhereverTheTimeOfTheCallStands() {
        UsageRecord record = Intake.one(
                json("{'traceId':'t','spanId':'s','startTimeUnixNano':'1795309323456000000','attributes':["
                        + "{'key':'user.id','value':{'stringValue':'acct-1'}},"
                        + "{'key':'gen_ai.operation.name','value':{'stringValue':'chat'}},"
                        + "{'key':'app.since','value':{'stringValue':'2027-01-01T00:00:00Z'}}]}"),
                sources("otel", Map.of(Field.CREATED, "/attributes/app.since")));

        assertThat(record.has(Field.CREATED)).isFalse();
        assertThat(record.caller().createdMillis()).isZero();
    }

    private static UsageRecord envoy(Map<Field, String> fields, String more) {
        return Intake.one(
                json("{'start_time':'2026-11-22T01:02:03Z','x-tenant':'acct-1','gen_ai.request.model':'m',"
                        + "'downstream_remote_address':'192.0.2.1:1'," + more + "}"),
                sources("envoy-ai-gateway", fields));
    }

    private static SourceMap sources(String format, Map<Field, String> fields) {
        return SourceMap.of(List.of(new SourceMapping(
                format, format.equals("otel") ? "" : "/x-tenant", Optional.empty(), List.of(), fields)));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
