// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;

/**
 * Glasswally's record, as its labelled samples have it and as its events do. {@code token_count} is not read, since
 * the format does not say of what; neither is {@code campaign_label}, the answer.
 */
final class GlasswallyDecoder implements Decoder {
    static final String FORMAT = "glasswally";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("account_id") && root.has("timestamp");
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.STRICT);
        Draft draft = new Draft(in)
                .time(in.moment("timestamp", EventTime.Unit.SECONDS))
                .mapped(sources, FORMAT, root)
                .account(in.text("account_id"))
                .text(Field.ID, in.text("request_id"))
                .text(Field.ORG, in.text("org_id"))
                .text(Field.PAYMENT, in.text("payment_method_hash"))
                .text(Field.MODEL, in.text("model"))
                .count(Field.MAX_TOKENS, in.count("max_tokens"))
                .text(Field.NETWORK, in.text("client_ip"))
                .text(Field.NETWORK, in.text("ip_address"))
                .count(Field.ASN, in.count("asn_number"))
                .text(Field.USER_AGENT, in.text("user_agent"))
                .text(Field.TLS, in.text("h2_settings_fp"))
                .text(Field.TLS, in.text("ja3_hash"))
                .system(in.text("system_prompt").orElse(""));
        Conversation.read(in, "prompt", draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(
                Field.ID,
                Field.ORG,
                Field.PAYMENT,
                Field.NETWORK,
                Field.ASN,
                Field.USER_AGENT,
                Field.TLS,
                Field.MODEL,
                Field.SYSTEM_TEXT,
                Field.PROMPT_TEXT,
                Field.MAX_TOKENS);
    }
}
