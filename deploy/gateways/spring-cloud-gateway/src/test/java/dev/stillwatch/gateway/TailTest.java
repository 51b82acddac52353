// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/** In texts single quotes stand for double ones. */
class TailTest {
    private static final String STREAMED = "data: {'choices': [{'delta': {'content': 'a'}}], 'usage': null}\n\n";

    @Test
    void aPlainAnswerSaysItsUsage() {
        assertThat(usage("{'choices': [], 'usage': {'prompt_tokens': 9, 'completion_tokens': 12, 'total_tokens': 21,"
                        + " 'prompt_tokens_details': {'cached_tokens': 4},"
                        + " 'completion_tokens_details': {'reasoning_tokens': 5}}}"))
                .contains(json(9, 4, 12, 5));
    }

    @Test
    void aStreamSaysItsUsageLast() {
        assertThat(usage(STREAMED.repeat(500)
                        + "data: {'choices': [], 'usage': {'prompt_tokens': 9, 'completion_tokens':"
                        + " 12}}\n\n"
                        + "data: [DONE]\n\n"))
                .contains(json(9, 0, 12, 0));
    }

    /** A caller who asks for no usage, or hangs up before it, pays for each event where these are more than a guess. */
    @Test
    void aLongStreamThatTellsNoUsageIsChargedItsEvents() {
        String piece = "data: {'choices': [{'delta': {'content': ' a'}}]}\n\n";
        assertThat(usage(piece.repeat(1_024))).isEmpty();
        assertThat(usage(piece.repeat(3_000))).contains(json(100, 0, 3_000, 0));
        assertThat(usage("{'choices': ['" + "data:".repeat(3_000) + "']}")).isEmpty();
    }

    @Test
    void inputThatTheEndDoesNotNameIsTheEstimate() {
        assertThat(usage("event: message_delta\ndata: {'type': 'message_delta', 'usage': {'output_tokens': 12}}\n\n"))
                .contains(json(100, 0, 12, 0));
    }

    @Test
    void anthropicsCachedInputIsBesideTheRest() {
        assertThat(usage("{'usage': {'input_tokens': 100, 'cache_read_input_tokens': 50,"
                        + " 'cache_creation_input_tokens': 25, 'output_tokens': 7}}"))
                .contains(json(175, 50, 7, 0));
        assertThat(usage("{'usage': {'input_tokens': 1e9, 'cache_read_input_tokens': 1e9, 'output_tokens': 7}}"))
                .contains(json(1_000_000_000, 1_000_000_000, 7, 0));
    }

    @Test
    void openAisCachedInputIsWithinTheRest() {
        assertThat(usage("{'usage': {'prompt_tokens': 100, 'cache_read_input_tokens': 60, 'completion_tokens': 7,"
                        + " 'prompt_tokens_details': {'cached_tokens': 60}}}"))
                .contains(json(100, 60, 7, 0));
    }

    @Test
    void aResponseSaysItsUsageInItsLastEvent() {
        String completed = "event: response.completed\ndata: {'type':'response.completed','response':{'output':['%s'],"
                + "'usage':{'input_tokens':9,'input_tokens_details':{'cached_tokens':4},'output_tokens':12,"
                + "'output_tokens_details':{'reasoning_tokens':5}},'user':null},'sequence_number':5}\n\n";
        assertThat(usage(completed.formatted("a"))).contains(json(9, 4, 12, 5));
        assertThat(usage(completed.formatted("a".repeat(9_000)))).contains(json(9, 4, 12, 5));
    }

    /** Whoever hangs up pays the estimate, and not what the answer had said by then. */
    @Test
    void aStreamThatDidNotEndKeepsTheEstimate() {
        String begun = "event: message_start\ndata: {'type': 'message_start', 'message': {'content': [], 'usage':"
                + " {'input_tokens': 25, 'output_tokens': 1}}}\n\n";
        String delta = "event: content_block_delta\ndata: {'type': 'content_block_delta', 'delta': {'text': 'a'}}\n\n";
        String piece = "data: {'choices': [{}], 'usage': {'prompt_tokens': 9, 'completion_tokens': 1}}\n\n";
        for (String stream : new String[] {
            begun,
            begun.substring(begun.indexOf("data")),
            begun + delta.repeat(20),
            // Its beginning is cut in the middle.
            begun + delta.repeat(200).substring(0, 8_192 - 60),
            piece.repeat(3),
            piece.repeat(300)
        }) {
            assertThat(usage(stream)).as(stream).isEmpty();
        }
        assertThat(usage(piece + "data: [DONE]\n\n")).contains(json(9, 0, 1, 0));
    }

    @Test
    void anEmbeddingWritesNothing() {
        assertThat(usage("{'data': [], 'usage': {'prompt_tokens': 9, 'total_tokens': 9}}"))
                .contains(json(9, 0, 0, 0));
        assertThat(usage("{'usage': {'prompt_tokens': 9, 'total_tokens': 21}}")).isEmpty();
        assertThat(usage("{'usage': {'total_tokens': 21}}")).isEmpty();
    }

    @Test
    void whatAModelWritesIsNoUsage() {
        String written = "'content': 'It says \\'usage\\': {\\'completion_tokens\\': 0}.'";
        assertThat(usage("{" + written + "}")).isEmpty();
        assertThat(usage("{'usage': {'prompt_tokens': 9, 'completion_tokens': 12}, " + written + "}"))
                .contains(json(9, 0, 12, 0));
        String tool = "{'content': [{'type': 'tool_use', 'input': {'usage': {'output_tokens': 0}}}]";
        assertThat(usage(tool + "}")).isEmpty();
        assertThat(usage(tool)).isEmpty();
        assertThat(usage("{'usage': {'input_tokens': 1, 'output_tokens': 9}, " + tool.substring(1) + "}"))
                .contains(json(1, 0, 9, 0));
    }

    @Test
    void anAnswerThatDoesNotSayKeepsTheEstimate() {
        for (String answer : new String[] {
            "",
            STREAMED,
            "{'usage': {}}",
            "{'usage': {'completion_tokens': 'x'}}",
            "{'usage': {'completion_tok",
            "{'usage': {"
        }) {
            assertThat(usage(answer)).isEmpty();
        }
        assertThat(usage("{'usage': {'completion_tokens': 12}}" + " ".repeat(8_192)))
                .isEmpty();
    }

    private static Optional<String> usage(String answer) {
        Tail tail = new Tail();
        byte[] bytes = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += 777) {
            byte[] part = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + 777));
            tail.add(DefaultDataBufferFactory.sharedInstance.wrap(part));
        }
        assertThat(tail.isEmpty()).isEqualTo(bytes.length == 0);
        return tail.usage(100).map(ObjectNode::toString);
    }

    private static String json(int input, int cached, int output, int reasoning) {
        return "{\"input_tokens\":%d,\"cached_input_tokens\":%d,\"output_tokens\":%d,\"reasoning_tokens\":%d}"
                .formatted(input, cached, output, reasoning);
    }
}
