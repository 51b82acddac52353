// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.time.Instant;

/** One call as several products would log it. Its texts hold nothing that JSON escapes. */
record LoggedCall(String id, String account, Instant time, String prompt, String answer) {
    /** The call as one line of a format, by the format's name. */
    String as(String format) {
        String line = switch (format) {
            case "native" ->
                "{'time':'%t','id':'%i','account':{'id':'%a'},'model':'m','request':{'messages':%m},"
                        + "'response':{'status':200,'output':'%o','input_tokens':60,'output_tokens':300}}";
            case "otel" ->
                "{'traceId':'%i','spanId':'s','startTimeUnixNano':'%n000000','attributes':["
                        + text("app.customer", "%a") + text("gen_ai.operation.name", "chat")
                        + text("gen_ai.prompt.0.content", "%p") + text("gen_ai.completion.0.content", "%o")
                        + "{'key':'gen_ai.usage.input_tokens','value':{'intValue':'60'}},"
                        + "{'key':'gen_ai.usage.output_tokens','value':{'intValue':'300'}}]}";
            case "litellm" ->
                "{'id':'%i','startTime':'%t','call_type':'acompletion','model':'m','messages':%m,"
                        + "'metadata':{'user_api_key_user_id':'%a'},'prompt_tokens':60,'completion_tokens':300,"
                        + "'response':%c}";
            case "bedrock" ->
                "{'schemaType':'ModelInvocationLog','timestamp':'%t','identity':{'arn':'%a'},'requestId':'%i',"
                        + "'operation':'Converse','modelId':'m','input':{'inputTokenCount':60,'inputBodyJson':"
                        + "{'messages':[{'role':'user','content':[{'text':'%p'}]}]}},'output':{'outputTokenCount':300,"
                        + "'outputBodyJson':{'output':{'message':{'content':[{'text':'%o'}]}}}}}";
            case "azure-apim" ->
                "{'time':'%t','category':'GatewayLogs','correlationId':'%i','properties':{'responseCode':200,"
                        + "'apimSubscriptionId':'%a','operationId':'ChatCompletions_Create'}}"
                        + "{'TimeGenerated':'%t','CorrelationId':'%i','SequenceNumber':1,'PromptTokens':60,"
                        + "'CompletionTokens':300,'RequestMessages':%m,'ResponseMessages':"
                        + "[{'role':'assistant','content':'%o'}]}";
            case "vertex" ->
                "{'logging_time':'%t','request_id':'%i','model':'m','customer':'%a','full_request':{'contents':"
                        + "[{'role':'user','parts':[{'text':'%p'}]}]},'full_response':{'candidates':[{'content':"
                        + "{'parts':[{'text':'%o'}]}}],'usage_metadata':{'prompt_token_count':60,"
                        + "'candidates_token_count':300}}}";
            case "apisix" ->
                "{'start_time':%n,'consumer':{'username':'%a'},'response':{'status':200,"
                        + "'headers':{'x-request-id':'%i'}},'llm_summary':{'model':'m','prompt_tokens':60,"
                        + "'completion_tokens':300},'llm_request':{'messages':%m},"
                        + "'llm_response_text':{'content':'%o'}}";
            case "kong" ->
                "{'started_at':%n,'consumer':{'id':'%a'},'request':{'id':'%i'},'ai':{'proxy':{'usage':"
                        + "{'prompt_tokens':60,'completion_tokens':300},'payload':{'request':{'messages':%m},"
                        + "'response':%c}}}}";
            case "glasswally" -> "{'account_id':'%a','timestamp':'%t','request_id':'%i','model':'m','prompt':'%p'}";
            default -> throw new IllegalArgumentException("no call as " + format);
        };
        return line.replace("%m", "[{'role':'user','content':'%p'}]")
                .replace("%c", "{'choices':[{'message':{'content':'%o'}}]}")
                .replace("%i", id)
                .replace("%a", account)
                .replace("%t", time.toString())
                .replace("%n", Long.toString(time.toEpochMilli()))
                .replace("%p", prompt)
                .replace("%o", answer)
                .replace('\'', '"');
    }

    private static String text(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value + "'}},";
    }
}
