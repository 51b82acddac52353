// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What records are wrapped in, when it is damaged or only looks like a wrapping. */
class DeliveryTest {
    private static final String RECORD = "{'time':'2026-11-22T01:02:03Z','account':{'id':'a'}}";
    private static final String EVENT = "{'specversion':'1.0','type':'usage','source':'/gw','id':'7',%s}";

    @Test
    void shouldNameARecordByItsEvent() {
        assertThat(Intake.one(json(EVENT.formatted("'data':" + RECORD))).id()).contains("/gw/7");
    }

    @Test
    void shouldLeaveARecordItsOwnName() {
        assertThat(Intake.one(json(EVENT.formatted("'data':" + RECORD.replace("'account'", "'id':'own','account'"))))
                        .id())
                .contains("own");
    }

    @Test
    void shouldLeaveARecordNamelessWhenItsEventIs() {
        assertThat(Intake.one(json(EVENT.replace("'id':'7',", "").formatted("'data':" + RECORD)))
                        .id())
                .isEmpty();
    }

    @Test
    void shouldReadARecordThatStandsInTheEventAsText() {
        String text = RECORD.replace("'", "\\\"");
        assertThat(Intake.one(json(EVENT.formatted("'data':'" + text + "'"))).account())
                .contains("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'nothing':1            | WRONG_TYPE     | data",
                "'data':12              | WRONG_TYPE     | data",
                "'data':[]              | WRONG_TYPE     | data",
                "'data':'plain text'    | WRONG_TYPE     | data",
                "'data':'{ cut'         | WRONG_TYPE     | data",
                "'data_base64':'%%%'    | WRONG_TYPE     | data_base64",
                "'data_base64':'MTI='   | WRONG_TYPE     | data_base64",
                "'data_base64':'eyL/In0=' | INVALID_UTF8 | data_base64",
                "'data_base64':'eyBjdXQ=' | MALFORMED_JSON | ``"
            })
    void shouldSayWhyAnEventHoldsNoRecord(String data, Reason reason, String field) {
        byte[] event = json(EVENT.replace("%s", data));

        assertThat(Intake.rejected(event).reason()).isEqualTo(reason);
        assertThat(Intake.rejected(event).field()).isEqualTo(field);
    }

    @Test
    void shouldOpenASubscriptionOfCloudWatch() {
        String text = RECORD.replace("'", "\\\"");
        String delivery = "{'messageType':'DATA_MESSAGE','owner':'1','logGroup':'/g','logStream':'s',"
                + "'subscriptionFilters':['f'],'logEvents':[{'id':'e1','timestamp':1795309323456,'message':'" + text
                + "'},{'id':'e2','timestamp':1795309323457,'message':'START'}]}";
        Decoding.Decoded decoded = Intake.decoded(json(delivery), SourceMap.EMPTY);

        assertThat(decoded.records()).extracting(r -> r.account().orElse("")).containsExactly("a");
        assertThat(decoded.spoiled()).extracting(Decoding.Rejected::reason).containsExactly(Reason.UNKNOWN_FORMAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Cloud Logging: what a service on its platform wrote to standard output.
                "{'logName':'projects/p/logs/stdout','insertId':'i1','timestamp':'2026-11-22T01:02:04Z','jsonPayload':%s} | i1",
                "{'logName':'projects/p/logs/stdout','insertId':'i1','textPayload':'%t'} | i1",
                // Pub/Sub: pushed, and as its command line prints what it pulled.
                "{'message':{'data':'%b','messageId':'m1','attributes':{}},'subscription':'projects/p/subscriptions/s'} | m1",
                "[{'ackId':'x','message':{'data':'%b','messageId':'m1'}}] | m1",
                // Docker's json-file and Fluent Bit.
                "{'log':'%t\\n','stream':'stdout','time':'2026-11-22T01:02:04Z'} | ``",
                "{'log':'%t','kubernetes':{'pod_name':'gw'},'date':1795309323.4} | ``",
                // Beats and Logstash, Vector.
                "{'@timestamp':'2026-11-22T01:02:04Z','message':'%t','log':{'file':{'path':'/a'}},'agent':{'type':'filebeat'}} | ``",
                "{'timestamp':'2026-11-22T01:02:04Z','message':'%t','source_type':'file'} | ``",
                // One in another.
                "{'specversion':'1.0','type':'t','source':'/s','id':'7','data':{'logName':'n','jsonPayload':%s}} | ``",
                "{'records':[{'log':'%t'}]} | ``"
            })
    void shouldOpenWhatALogPipelineWrapsARecordIn(String wrapping, String id) {
        String text = RECORD.replace("'", "\\\"");
        String bytes = Base64.getEncoder().encodeToString(json(RECORD));
        String delivery = wrapping.replace("%s", RECORD).replace("%t", text).replace("%b", bytes);
        UsageRecord record = Intake.one(json(delivery));

        assertThat(record.account()).contains("a");
        assertThat(record.id()).isEqualTo(Optional.of(id).filter(name -> !name.isEmpty()));
    }

    @Test
    void shouldReadEachRecordOfAnEventThatHoldsSeveralWithoutNamingThemAlike() {
        Decoding.Decoded decoded = Intake.decoded(
                json(EVENT.formatted("'data':[" + RECORD + "," + RECORD.replace("'a'", "'b'") + "]")), SourceMap.EMPTY);

        assertThat(decoded.records()).extracting(r -> r.account().orElse("")).containsExactly("a", "b");
        assertThat(decoded.records()).extracting(UsageRecord::id).containsOnly(Optional.empty());
    }

    @Test
    void shouldSayThatALineWasCutOnItsWay() {
        Decoding.Rejected rejected = Intake.rejected(json("{'log':'{\\'time\\':','stream':'stdout'}"));

        assertThat(rejected.reason()).isEqualTo(Reason.MALFORMED_JSON);
        assertThat(rejected.remedy()).contains("join the parts of long lines");
    }

    @Test
    void shouldTakeALineThatIsNoJsonForNoRecord() {
        assertThat(Intake.rejected(json("{'log':'GET /health 200','stream':'stdout'}"))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @Test
    void shouldOpenNoMoreThanFourDeliveriesInEachOther() {
        assertThat(Intake.one(json("[".repeat(4) + RECORD + "]".repeat(4))).account())
                .contains("a");
        assertThat(Intake.rejected(json("[".repeat(5) + RECORD + "]".repeat(5))).reason())
                .isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @Test
    void shouldTakeCloudWatchsTestOfADestinationForNoUsage() {
        String control = "{'messageType':'CONTROL_MESSAGE','owner':'CloudwatchLogs','logGroup':'','logStream':'',"
                + "'subscriptionFilters':[],'logEvents':[{'id':'','timestamp':1,'message':'CWL CONTROL MESSAGE'}]}";

        assertThat(Intake.rejected(json(control)).reason()).isEqualTo(Reason.NOT_USAGE);
    }

    @Test
    void shouldHoldWhatIsInsideAnEventToTheSameDepth() {
        String deep = "{\"a\":".repeat(300) + "1" + "}".repeat(300);
        String data = "'data_base64':'" + Base64.getEncoder().encodeToString(Intake.bytes(deep)) + "'";

        assertThat(Intake.rejected(json(EVENT.formatted(data))).reason()).isEqualTo(Reason.TOO_DEEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'specversion':1,'type':'t','source':'s','data':%s}",
                "{'specversion':'1.0','source':'s','data':%s}",
                "{'specversion':'1.0','type':'t','data':%s}",
                "{'records':[%s],'more':1}",
                "{'records':%s}"
            })
    void shouldNotOpenWhatOnlyLooksLikeAWrapping(String wrapping) {
        assertThat(Intake.rejected(json(wrapping.formatted(RECORD))).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{'records':[]}"})
    void shouldRefuseAnEmptyBatch(String record) {
        assertThat(Intake.rejected(json(record)).reason()).isEqualTo(Reason.NOT_USAGE);
    }

    @Test
    void shouldRefuseABatchWithMoreMembersThanItMayHave() {
        assertThat(Intake.rejected(json("[" + "{},".repeat(Batch.MOST) + RECORD + "]"))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(Intake.decoded(json("[" + "{},".repeat(Batch.MOST - 1) + RECORD + "]"), SourceMap.EMPTY)
                        .spoiled())
                .hasSize(Batch.MOST - 1);
    }

    @Test
    void shouldRejectABatchOfNothingUsableWithItsFirstReason() {
        assertThat(Intake.rejected(json("[" + RECORD.replace("'a'", "''") + ",{}]"))
                        .reason())
                .isEqualTo(Reason.NO_ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseZeroBytesAtTheBeginning(int at) {
        byte[] raw = json(RECORD);
        raw[at] = 0;

        assertThat(Intake.rejected(raw).reason()).isEqualTo(Reason.MALFORMED_JSON);
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
