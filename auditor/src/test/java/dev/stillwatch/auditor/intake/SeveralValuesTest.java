// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several JSON values in one raw record, as Firehose delivers them without a line break. In texts single quotes stand for double ones. */
class SeveralValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n\t"})
    void shouldReadOneValueAfterTheOther(String between) {
        Decoding.Decoded decoded = Intake.decoded(json(call("1") + between + call("2") + between), SourceMap.EMPTY);

        assertThat(decoded.records()).extracting(r -> r.id().orElse("")).containsExactly("1", "2");
        assertThat(decoded.spoiled()).isEmpty();
    }

    @Test
    void shouldOpenEachAsADeliveryOfItsOwn() {
        String delivery = "{'messageType':'DATA_MESSAGE','logEvents':[{'message':'"
                + call("%s").replace("'", "\\'") + "'}," + "{'message':'"
                + call("%sb").replace("'", "\\'") + "'}]}";

        assertThat(Intake.decoded(json(delivery.replace("%s", "1") + delivery.replace("%s", "2")), SourceMap.EMPTY)
                        .records())
                .extracting(r -> r.id().orElse(""))
                .containsExactly("1", "1b", "2", "2b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'time':", "x", "}{'time':1}", "\0", "{'a':1}}"})
    void shouldRejectOnceWhatIsBrokenAndKeepWhatCameBefore(String broken) {
        Decoding.Decoded decoded = Intake.decoded(json(call("1") + call("2") + broken), SourceMap.EMPTY);

        assertThat(decoded.records()).hasSize(2);
        assertThat(decoded.spoiled())
                .filteredOn(spoiled -> spoiled.reason() == Reason.MALFORMED_JSON)
                .hasSize(1);
    }

    @Test
    void shouldSpoilNoOtherValueWithOneThatIsNoUsage() {
        Decoding.Decoded decoded = Intake.decoded(json(call("1") + "{'weather':'fine'}" + call("2")), SourceMap.EMPTY);

        assertThat(decoded.records()).hasSize(2);
        assertThat(decoded.spoiled()).extracting(Decoding.Rejected::reason).containsExactly(Reason.UNKNOWN_FORMAT);
    }

    @Test
    void shouldTakeNoMoreValuesThanMembersOfABatch() {
        String many = IntStream.rangeClosed(0, Batch.MOST).mapToObj(i -> "{}").collect(Collectors.joining());

        assertThat(Intake.rejected(json(many)).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    private static String call(String id) {
        return "{'time':'2026-11-22T01:02:03Z','id':'" + id + "','account':{'id':'acct-1'}}";
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
