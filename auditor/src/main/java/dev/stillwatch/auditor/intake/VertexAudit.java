// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Optional;

/**
 * Data Access entries of Google's Cloud Audit Logs: who called a Vertex AI model, from where, with what. They lack what
 * was asked and answered, which Vertex AI's request-response rows have; both are parts of one exchange where the
 * operator asked for the join. Entries of other services and methods are no usage.
 */
final class VertexAudit {
    /** What an entry adds to its row. */
    static final FieldSet COVERS = FieldSet.of(Field.CREDENTIAL, Field.NETWORK, Field.USER_AGENT);

    private static final String SERVICE = "aiplatform.googleapis.com";
    /** After the row's part: what both carry, the row says better. */
    static final int PART = 1;

    private VertexAudit() {}

    static boolean recognises(JsonNode root) {
        return root.has("protoPayload");
    }

    static Decoding decode(String format, JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader entry = in.maybe("protoPayload");
        String method = lastName(entry.text("methodName").orElse(""));
        if (!entry.raw("serviceName").asText().equals(SERVICE) || !callsAModel(method)) {
            return new Rejected(
                    Reason.NOT_USAGE, "protoPayload.methodName", "send only Vertex AI's entries about model calls");
        }
        Optional<SourceMap.Join> join = sources.join(format);
        if (join.isEmpty()) {
            return new Rejected(
                    Reason.NOT_USAGE,
                    "",
                    "to join audit log entries with request-response rows, add to the policy's sources: {format: "
                            + format + ", join: {}}");
        }
        Optional<String> shared = join.get().ofAudit(root);
        if (shared.isEmpty()) {
            // Taken whole it would count the call a second time, beside its row.
            return new Rejected(
                    Reason.UNMATCHED_FRAGMENT,
                    join.get().audit().toString(),
                    "name in the policy's sources where audit log entries carry the id of their request: {format: "
                            + format + ", join: {audit: /path/in/the/entry}}");
        }
        FieldReader caller = entry.maybe("authenticationInfo");
        FieldReader request = entry.maybe("requestMetadata");
        return new Draft(in)
                .time(in.time("timestamp"))
                .part(shared, PART)
                .mapped(sources, format, root)
                .account(caller.text("principalEmail"))
                .account(caller.text("principalSubject"))
                .text(Field.CREDENTIAL, caller.text("serviceAccountKeyName"))
                .text(Field.NETWORK, request.text("callerIp"))
                .text(Field.USER_AGENT, request.text("callerSuppliedUserAgent"))
                .text(Field.ENDPOINT, Endpoint.of(Optional.of(method)))
                .text(Field.MODEL, entry.text("resourceName").flatMap(VertexAudit::model))
                .finish(format);
    }

    /** Counting tokens, tuning and deploying are audited under the same service. */
    private static boolean callsAModel(String method) {
        return method.endsWith("GenerateContent") || method.endsWith("Predict") || method.endsWith("ChatCompletions");
    }

    /** The model as rows name it: without the project and place before it. */
    private static Optional<String> model(String resource) {
        int from = resource.indexOf("publishers/");
        return from < 0 ? Optional.empty() : Optional.of(resource.substring(from));
    }

    private static String lastName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
