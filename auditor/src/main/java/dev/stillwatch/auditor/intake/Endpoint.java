// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.util.Locale;
import java.util.Optional;

/** One name for what APIs call their operations, paths and call types. */
final class Endpoint {
    private Endpoint() {}

    /** {@code chat}, {@code completions}, {@code responses}, {@code embeddings}, {@code batch}, or the name itself. */
    static Optional<String> of(Optional<String> name) {
        return name.map(Endpoint::named);
    }

    private static String named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("embed")) {
            return "embeddings";
        }
        if (lower.contains("batch")) {
            return "batch";
        }
        // Bedrock streams any model's answer under a name with "ResponseStream" in it.
        if (lower.contains("responses") && !lower.contains("responsestream")) {
            return "responses";
        }
        // LiteLLM calls a chat "completion" and a completion "text_completion".
        if (lower.contains("chat")
                || lower.contains("messages")
                || lower.contains("converse")
                || lower.contains("generate_content")
                || lower.contains("generatecontent")
                || lower.equals("completion")
                || lower.equals("acompletion")) {
            return "chat";
        }
        return lower.contains("completion") ? "completions" : name;
    }
}
