// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decoded usage record, text included. It lives between a decoder and the text readers, on one thread, for one
 * record; nothing keeps it.
 *
 * @param time event time
 * @param id the log's own id, empty when it has none
 * @param account who asked, empty when the format has no caller and no source map named one
 * @param correlation joins the parts of a split record; empty when the record is whole
 * @param part this part's place among the parts of one correlation id; 0 when whole
 * @param present which optional fields were in the record
 * @param caller who asked, as logged
 * @param request what was asked
 * @param response what was answered
 */
public record UsageRecord(
        Instant time,
        Optional<String> id,
        Optional<String> account,
        Optional<String> correlation,
        int part,
        FieldSet present,
        Caller caller,
        Request request,
        Response response) {

    /** Whether the field was in the record. */
    public boolean has(Field field) {
        return present.has(field);
    }

    /** Time and id only: a record in a log line must not spill text or names. */
    @Override
    public String toString() {
        return "UsageRecord[" + time + " " + id.orElse("") + "]";
    }

    /** This record under an id that the delivery gave it. */
    UsageRecord named(String deliveryId) {
        return new UsageRecord(
                time,
                Optional.of(deliveryId),
                account,
                correlation,
                part,
                present.with(Field.ID),
                caller,
                request,
                response);
    }

    /** Who asked, raw: hashed before it leaves intake. Absent values are empty or 0. */
    public record Caller(
            String org,
            String plan,
            long createdMillis,
            String payment,
            String emailDomain,
            String credential,
            String ip,
            long asn,
            String userAgent,
            String tls,
            String session,
            String passport) {
        @Override
        public String toString() {
            return "Caller[not shown]";
        }
    }

    /** What was asked. Absent values are empty, 0 or false. */
    public record Request(
            String endpoint,
            String model,
            String system,
            List<Message> messages,
            double temperature,
            int choices,
            int maxTokens,
            boolean logprobs,
            int topLogprobs,
            List<String> biasedTokens,
            boolean stream,
            int tools,
            boolean reasoning,
            String traceSignature) {
        @Override
        public String toString() {
            return "Request[not shown]";
        }
    }

    /** One message of a conversation. */
    public record Message(String role, String content) {
        @Override
        public String toString() {
            return "Message[not shown]";
        }
    }

    /** What was answered. Absent values are empty, 0 or false. */
    public record Response(
            int status,
            String finishReason,
            String output,
            long inputTokens,
            long cachedTokens,
            long outputTokens,
            long reasoningTokens,
            boolean refused,
            boolean limited,
            String traceSignature,
            long latencyMillis) {
        @Override
        public String toString() {
            return "Response[not shown]";
        }
    }
}
