// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

/**
 * One request and its answer, as numbers and keyed hashes: what is left of a usage record when its text has been read
 * and dropped. A value whose field is not in {@link #present()} is 0 or empty and means nothing.
 *
 * <p>A keyed hash is the first 64 bits of an HMAC under the deployment's key of the epoch; 0 means absent.
 *
 * <p>Counts, times and places are never negative: the constructors refuse what no reader of the wire format would take, so
 * that a value that can be written can also be read back. Each throws {@link IllegalArgumentException}.
 *
 * @param time event time, milliseconds since 1970-01-01T00:00Z
 * @param id the record's own id, unique per account; when the log has none, a hash of the record
 * @param origin where the record came from
 * @param present which optional fields the record had
 * @param identity who asked
 * @param demand what was asked for
 * @param supply what was answered
 * @param text what the text readers saw
 */
public record Exchange(
        long time,
        String id,
        Origin origin,
        FieldSet present,
        Identity identity,
        Demand demand,
        Supply supply,
        TextFeatures text) {
    private static final int LEAST_ERROR = 400;
    /** How gateways log that the caller closed the connection. */
    private static final int HUNG_UP = 499;

    /** Biased tokens whose hashes an exchange keeps at most. */
    public static final int MOST_BIAS_SAMPLES = 16;

    /** Refuses a time before 1970. */
    public Exchange {
        notNegative(time, "time");
    }

    /** The account that asked. */
    public String account() {
        return identity.account();
    }

    /**
     * Whether the call failed: an error that is no refusal by the model, and no output. Whoever makes such calls pays
     * nothing and gets nothing, so they are no traffic that anything else is measured against. A caller who hung up
     * (499) may have read an answer that the log lacks, so that is a call like any other; what our own limits refused is
     * {@link Supply#limited}.
     */
    public boolean failed() {
        return supply.status() >= LEAST_ERROR
                && supply.status() != HUNG_UP
                && !supply.refused()
                && !supply.limited()
                && !answered();
    }

    /** Whether it may be evidence: neither did our own limits change it nor did it fail. */
    public boolean mayBeEvidence() {
        return !supply.limited() && !failed();
    }

    // Where tokens are logged they say it: the text of an answer may be that of the error.
    private boolean answered() {
        return has(Field.OUTPUT_TOKENS) ? supply.outputTokens() > 0 : has(Field.OUTPUT_TEXT);
    }

    /** Whether the log had the field. */
    public boolean has(Field field) {
        return present.has(field);
    }

    /**
     * Where a record came from, exact to the record.
     *
     * @param format name of the format that decoded it
     * @param partition source partition
     * @param offset offset in the source partition
     * @param contentHash unkeyed hash of the raw bytes: tells copies from conflicting records of one id
     */
    public record Origin(String format, int partition, long offset, long contentHash) {
        /** Refuses a place before the first one. */
        public Origin {
            notNegative(partition, "partition");
            notNegative(offset, "offset");
        }
    }

    /**
     * Who asked. Account, organisation, plan and passport are the provider's own names; the rest are keyed hashes.
     *
     * @param created when the account was made, milliseconds since 1970
     * @param payment payment fingerprint
     * @param emailDomain domain of the sign-up address
     * @param credential API key
     * @param network /24 of an IPv4 address or /48 of an IPv6 address
     * @param asn autonomous system number, as logged
     * @param userAgent user-agent or harness string
     * @param tls TLS fingerprint, JA4 or like
     * @param session conversation
     * @param passport the passport id that the record claims
     */
    public record Identity(
            String account,
            String org,
            String plan,
            long created,
            long payment,
            long emailDomain,
            long credential,
            long network,
            long asn,
            long userAgent,
            long tls,
            long session,
            String passport) {
        /** Refuses an account that was made before 1970. */
        public Identity {
            notNegative(created, "created");
        }
    }

    /**
     * What was asked for.
     *
     * @param endpoint {@code chat}, {@code completions}, {@code batch}, {@code responses}, {@code embeddings} ...
     * @param model model name as requested
     * @param temperatureMilli sampling temperature times 1,000
     * @param choices number of answers asked for in one request ({@code n})
     * @param maxTokens cap on the answer
     * @param topLogprobs log-probabilities asked for a token; 0 with LOGPROBS present means on, without alternatives
     * @param logprobs whether log-probabilities were asked for
     * @param biasedTokens how many tokens carried a logit bias
     * @param biasSample keyed hashes of up to 16 of the biased tokens, least first
     * @param stream whether the answer was streamed
     * @param tools number of tools offered
     * @param reasoning whether reasoning was asked for (any effort but none)
     */
    public record Demand(
            String endpoint,
            String model,
            int temperatureMilli,
            int choices,
            int maxTokens,
            boolean logprobs,
            int topLogprobs,
            int biasedTokens,
            long[] biasSample,
            boolean stream,
            int tools,
            boolean reasoning) {
        /** Refuses a sample of more than {@link #MOST_BIAS_SAMPLES} tokens. */
        public Demand {
            if (biasSample.length > MOST_BIAS_SAMPLES) {
                throw new IllegalArgumentException(biasSample.length + " bias samples; at most " + MOST_BIAS_SAMPLES);
            }
        }
    }

    /**
     * What was answered.
     *
     * @param status HTTP status
     * @param finishReason as logged
     * @param inputTokens tokens read, cached ones included
     * @param cachedTokens the cached part of them
     * @param outputTokens tokens written, reasoning included
     * @param reasoningTokens the reasoning part of them
     * @param refused whether the model declined
     * @param limited whether Stillwatch itself refused or altered the answer: such answers are never evidence
     * @param traceSignature keyed hash of an opaque reasoning token issued or replayed
     * @param traceReplayed whether the signature came in the request rather than in the answer
     * @param latencyMillis time to the whole answer, milliseconds
     * @param issuedSignature keyed hash of the token that the answer issued where the request replayed another one;
     *     0 when {@code traceSignature} is the issued one or there is none
     */
    public record Supply(
            int status,
            String finishReason,
            long inputTokens,
            long cachedTokens,
            long outputTokens,
            long reasoningTokens,
            boolean refused,
            boolean limited,
            long traceSignature,
            boolean traceReplayed,
            long latencyMillis,
            long issuedSignature) {
        /** Refuses negative counts. */
        public Supply {
            notNegative(inputTokens, "input tokens");
            notNegative(cachedTokens, "cached tokens");
            notNegative(outputTokens, "output tokens");
            notNegative(reasoningTokens, "reasoning tokens");
            notNegative(latencyMillis, "latency");
        }

        /** With at most one signature. */
        public Supply(
                int status,
                String finishReason,
                long inputTokens,
                long cachedTokens,
                long outputTokens,
                long reasoningTokens,
                boolean refused,
                boolean limited,
                long traceSignature,
                boolean traceReplayed,
                long latencyMillis) {
            this(
                    status,
                    finishReason,
                    inputTokens,
                    cachedTokens,
                    outputTokens,
                    reasoningTokens,
                    refused,
                    limited,
                    traceSignature,
                    traceReplayed,
                    latencyMillis,
                    0);
        }
    }

    private static void notNegative(long value, String what) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " is negative");
        }
    }
}
