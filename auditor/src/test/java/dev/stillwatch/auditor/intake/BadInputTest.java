// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static dev.stillwatch.auditor.intake.Intake.bytes;
import static dev.stillwatch.auditor.intake.Intake.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input has its named rejection. */
class BadInputTest {
    private static final String GOOD = "{\"time\":\"2026-11-22T01:02:03Z\",\"account\":{\"id\":\"a\"}}";

    static Stream<Arguments> badBytes() {
        return Stream.of(
                bad("empty", "", Reason.MALFORMED_JSON),
                bad("blank", "   ", Reason.MALFORMED_JSON),
                bad("not JSON", "GET / HTTP/1.1", Reason.MALFORMED_JSON),
                bad("cut", GOOD.substring(0, 40), Reason.MALFORMED_JSON),
                bad("a number", "12", Reason.UNKNOWN_FORMAT),
                bad("a text", "\"text\"", Reason.UNKNOWN_FORMAT),
                bad("null", "null", Reason.UNKNOWN_FORMAT),
                bad("an empty object", "{}", Reason.UNKNOWN_FORMAT),
                bad("an empty batch", "[]", Reason.NOT_USAGE),
                bad("a stranger", "{\"weather\":\"fine\"}", Reason.UNKNOWN_FORMAT),
                bad("deep objects", "{\"a\":".repeat(300) + "1" + "}".repeat(300), Reason.TOO_DEEP),
                bad("deep arrays", "[".repeat(100_000), Reason.TOO_DEEP),
                bad("a million values", "[" + "0,".repeat(1_000_001) + "0]", Reason.TOO_LARGE),
                bad("a long number", "{\"a\":" + "9".repeat(5_000) + "}", Reason.MALFORMED_JSON));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBytes")
    void shouldRejectBytesThatAreNoRecord(String name, String text, Reason reason) {
        assertThat(rejected(bytes(text)).reason()).as(name).isEqualTo(reason);
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                edit("no time", r -> r.remove("time"), Reason.NO_TIME, ""),
                edit("time null", r -> r.putNull("time"), Reason.NO_TIME, ""),
                edit("time a number", r -> r.put("time", 1_700_000_000), Reason.WRONG_TYPE, "time"),
                edit("time no time", r -> r.put("time", "yesterday"), Reason.BAD_TIME, "time"),
                edit("time of no month", r -> r.put("time", "2026-13-22T01:02:03Z"), Reason.BAD_TIME, "time"),
                edit("time in 1970", r -> r.put("time", "1970-01-01T00:00:01Z"), Reason.TIME_TOO_OLD, "time"),
                edit("time in 2019", r -> r.put("time", "2019-12-31T23:59:59.999Z"), Reason.TIME_TOO_OLD, "time"),
                edit("time to come", r -> r.put("time", "2026-12-01T00:00:00.001Z"), Reason.TIME_IN_FUTURE, "time"),
                edit("no account", r -> r.remove("account"), Reason.NO_ACCOUNT, "account"),
                edit("account without id", r -> object(r, "account").remove("id"), Reason.NO_ACCOUNT, "account"),
                edit("account empty", r -> object(r, "account").put("id", ""), Reason.NO_ACCOUNT, "account"),
                edit("account blank", r -> object(r, "account").put("id", "  "), Reason.NO_ACCOUNT, "account"),
                edit("account a text", r -> r.put("account", "a"), Reason.WRONG_TYPE, "account"),
                edit("account a number", r -> object(r, "account").put("id", 7), Reason.WRONG_TYPE, "account.id"),
                edit(
                        "account long",
                        r -> object(r, "account").put("id", "a".repeat(257)),
                        Reason.BAD_ACCOUNT,
                        "account"),
                edit(
                        "account breaks lines",
                        r -> object(r, "account").put("id", "a\nb"),
                        Reason.BAD_ACCOUNT,
                        "account"),
                edit(
                        "account half a pair",
                        r -> object(r, "account").put("id", "a\ud800"),
                        Reason.BAD_ACCOUNT,
                        "account"),
                edit("created bad", r -> object(r, "account").put("created", "x"), Reason.BAD_TIME, "account.created"),
                edit(
                        "created in no year of four digits",
                        r -> object(r, "account").put("created", "+1000000000-12-31T23:59:59Z"),
                        Reason.BAD_TIME,
                        "account.created"),
                edit("negative tokens", response("input_tokens", -1), Reason.NEGATIVE_VALUE, "response.input_tokens"),
                edit("negative latency", r -> r.put("latency_ms", -5), Reason.NEGATIVE_VALUE, "latency_ms"),
                edit(
                        "NaN tokens",
                        response("output_tokens", Double.NaN),
                        Reason.NOT_A_NUMBER,
                        "response.output_tokens"),
                edit(
                        "infinite",
                        request("temperature", Double.POSITIVE_INFINITY),
                        Reason.NOT_A_NUMBER,
                        "request.temperature"),
                edit("half a token", response("input_tokens", 1.5), Reason.WRONG_TYPE, "response.input_tokens"),
                edit("too many tokens", response("input_tokens", 1e15), Reason.WRONG_TYPE, "response.input_tokens"),
                edit(
                        "tokens as text",
                        r -> object(r, "response").put("input_tokens", "12"),
                        Reason.WRONG_TYPE,
                        "response.input_tokens"),
                edit(
                        "NaN as text",
                        r -> object(r, "response").put("input_tokens", "NaN"),
                        Reason.NOT_A_NUMBER,
                        "response.input_tokens"),
                edit(
                        "stream a text",
                        r -> object(r, "request").put("stream", "yes"),
                        Reason.WRONG_TYPE,
                        "request.stream"),
                edit("model a number", r -> r.put("model", 4), Reason.WRONG_TYPE, "model"),
                edit(
                        "messages a number",
                        r -> object(r, "request").put("messages", 4),
                        Reason.WRONG_TYPE,
                        "request.messages"),
                edit(
                        "content a number",
                        r -> object(r, "request")
                                .putArray("messages")
                                .addObject()
                                .put("content", 4),
                        Reason.WRONG_TYPE,
                        "request.messages[].content"),
                edit(
                        "bias an array",
                        r -> object(r, "request").putArray("logit_bias"),
                        Reason.WRONG_TYPE,
                        "request.logit_bias"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFields")
    void shouldNameTheFieldAtFault(String name, Consumer<ObjectNode> edit, Reason reason, String field) {
        ObjectNode record = Intake.tree("native/full.json");
        edit.accept(record);

        Rejected rejected = rejected(bytes(record.toString().replace("\ud800", "\\ud800")));

        assertThat(rejected.reason()).as(name).isEqualTo(reason);
        assertThat(rejected.field()).isEqualTo(field);
        assertThat(rejected.remedy()).isNotBlank();
    }

    @Test
    void shouldRejectInvalidUtf8() {
        for (int[] bad :
                new int[][] {{0xFF}, {0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xE2, 0x82}}) {
            byte[] head = bytes("{\"time\":\"");
            byte[] raw = Arrays.copyOf(head, head.length + bad.length);
            for (int i = 0; i < bad.length; i++) {
                raw[head.length + i] = (byte) bad[i];
            }
            assertThat(rejected(raw).reason()).isEqualTo(Reason.INVALID_UTF8);
        }
    }

    @Test
    void shouldRejectMoreThan16MiB() {
        assertThat(rejected(new byte[FormatRegistry.LARGEST_BYTES + 1]).reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void shouldRejectZeroBytesRatherThanReadThemAsUtf16() {
        assertThat(rejected(GOOD.getBytes(StandardCharsets.UTF_16LE)).reason()).isEqualTo(Reason.MALFORMED_JSON);
    }

    @Test
    void shouldReadARecordOf10Megabytes() {
        ObjectNode record = Intake.tree("native/full.json");
        object(record, "response").put("output", "word ".repeat(2 << 20));

        UsageRecord read = Intake.one(bytes(record.toString()));

        assertThat(read.response().output()).hasSize(10 << 20);
    }

    @Test
    void shouldLetTheLastOfTwoEqualKeysWin() {
        assertThat(Intake.one(bytes(GOOD.replace("\"id\":\"a\"", "\"id\":\"a\",\"id\":\"b\"")))
                        .account())
                .contains("b");
    }

    @Test
    void shouldRejectAnUnknownFormatName() {
        Decoding decoding = Intake.REGISTRY.decode(bytes(GOOD), "cobol", SourceMap.EMPTY, Intake.LATEST);

        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.UNKNOWN_FORMAT));
        assertThat(Intake.REGISTRY.knows("cobol")).isFalse();
    }

    @Test
    void shouldKeepTheGoodMembersOfABatch() {
        Decoded decoded = Intake.decoded(bytes("[" + GOOD + ",{\"weather\":1}," + GOOD + "]"), SourceMap.EMPTY);

        assertThat(decoded.records()).hasSize(2);
        assertThat(decoded.spoiled()).hasSize(1);
    }

    private static Arguments bad(String name, String text, Reason reason) {
        return Arguments.of(name, text, reason);
    }

    private static Arguments edit(String name, Consumer<ObjectNode> edit, Reason reason, String field) {
        return Arguments.of(name, edit, reason, field);
    }

    private static Consumer<ObjectNode> response(String field, double value) {
        return r -> object(r, "response").put(field, value);
    }

    private static Consumer<ObjectNode> request(String field, double value) {
        return r -> object(r, "request").put(field, value);
    }

    private static ObjectNode object(ObjectNode record, String field) {
        return (ObjectNode) record.path(field);
    }
}
