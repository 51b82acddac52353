// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

/**
 * The optional fields of a usage record: the columns of the coverage matrix (format by field). Unknown is absent, never
 * 0: an {@link Exchange} says through its {@link FieldSet} which of its values were in the log, and a signal runs only
 * where the fields it needs are. The order is part of the wire format: append, never reorder.
 */
public enum Field {
    ID,
    ORG,
    PLAN,
    CREATED,
    PAYMENT,
    EMAIL_DOMAIN,
    CREDENTIAL,
    NETWORK,
    ASN,
    USER_AGENT,
    TLS,
    SESSION,
    ENDPOINT,
    MODEL,
    SYSTEM_TEXT,
    PROMPT_TEXT,
    OUTPUT_TEXT,
    TEMPERATURE,
    CHOICES,
    MAX_TOKENS,
    LOGPROBS,
    LOGIT_BIAS,
    STREAM,
    TOOLS,
    REASONING_EFFORT,
    STATUS,
    FINISH_REASON,
    INPUT_TOKENS,
    CACHED_TOKENS,
    OUTPUT_TOKENS,
    REASONING_TOKENS,
    REFUSED,
    TRACE_SIGNATURE,
    LIMITED,
    LATENCY,
    PASSPORT
}
