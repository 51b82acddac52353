// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records without a name tag: each of the signs that a format is told by is enough, and less is not. */
class RecognitionTest {
    @Test
    void shouldReadEveryFormatThatASourceMapMayNameAndNoOther() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Policy.class.getResourceAsStream("/dev/stillwatch/policies/schema/sources.schema.json"));
        List<String> named = new ArrayList<>();
        schema.at("/items/properties/format/enum").forEach(format -> named.add(format.asText()));

        assertThat(named).isEqualTo(FormatRegistry.standard().formats());
        assertThat(schema.at("/items/properties/format/description").asText())
                .endsWith(": " + String.join(", ", named.subList(0, named.size() - 1)) + " or native");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'account':{}}",
                "{'time':1,'model':1}",
                "{'time':1,'request':1}",
                "{'time':1,'response':1}",
                "{'request':{'messages':1},'response':1}",
                "{'startTime':1,'call_type':1}",
                "{'startTime':1,'model_parameters':1}",
                "{'startTime':1,'custom_llm_provider':1}",
                "{'modelId':1,'operation':1,'input':1}",
                "{'modelId':1,'operation':1,'output':1}",
                "{'CorrelationId':1,'PromptTokens':1}",
                "{'CorrelationId':1,'SequenceNumber':1}",
                "{'CorrelationId':1,'RequestMessages':1}",
                "{'operationName':1,'properties':1,'callerIpAddress':1}",
                "{'attributes':[],'startTimeUnixNano':1}",
                "{'attributes':[],'timeUnixNano':1}",
                "{'attributes':[],'observedTimeUnixNano':1}",
                "{'gen_ai.request.model':1}",
                "{'gen_ai.response.model':1}",
                "{'gen_ai.usage.input_tokens':1}",
                "{'llm_input_token':1}",
                "{'ai':{},'started_at':1}",
                "{'ai':{},'client_ip':1}"
            })
    void shouldTellTheFormat(String record) {
        assertThat(Intake.rejected(json(record)).reason()).isNotEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'time':1}",
                "{'model':1,'request':{},'response':1}",
                "{'request':{'messages':1}}",
                "{'startTime':1}",
                "{'call_type':1}",
                "{'modelId':1,'operation':1}",
                "{'modelId':1,'input':1}",
                "{'CorrelationId':1}",
                "{'operationName':1,'properties':1}",
                "{'operationName':1,'callerIpAddress':1}",
                "{'attributes':[]}",
                "{'attributes':{},'timeUnixNano':1}",
                "{'ai':{}}",
                "{'ai':1,'client_ip':1}"
            })
    void shouldNotGuess(String record) {
        assertThat(Intake.rejected(json(record)).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'schemaType':'ModelInvocationLog'}        | modelId",
                "{'category':'Audit','operationName':1,'properties':1,'callerIpAddress':1} | category"
            })
    void shouldSayWhatIsNoUsageOfAKnownLog(String record, String field) {
        assertThat(Intake.rejected(json(record)).reason()).isEqualTo(Reason.NOT_USAGE);
        assertThat(Intake.rejected(json(record)).field()).isEqualTo(field);
    }

    @Test
    void shouldTakeTheNameInsteadOfGuessingButOnlyOneThatItKnows() {
        assertThat(Intake.REGISTRY.knows(FormatRegistry.AUTO)).isTrue();
        assertThat(Intake.REGISTRY.knows(NativeDecoder.FORMAT)).isTrue();
        assertThat(Intake.REGISTRY.knows("cobol")).isFalse();
        assertThat(Intake.REGISTRY.covers("cobol")).isEqualTo(FieldSet.NONE);
    }

    @Test
    void shouldRefuseAValueThatIsNoObjectUnderAnyName() {
        for (String format : Intake.REGISTRY.formats()) {
            assertThat(Intake.REGISTRY.decode(json("12"), format, SourceMap.EMPTY, Intake.LATEST))
                    .as(format)
                    .isInstanceOfSatisfying(
                            Decoding.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.UNKNOWN_FORMAT));
        }
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
