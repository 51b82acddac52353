// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}}. The reset is an
 * instant (RFC 3339) in whole seconds, rounded up. Tokens that are left are told in thousands, as there; rounded down,
 * so that a client that uses what it was told is never refused for that, and exactly below a thousand.
 */
final class AnthropicHeaders {
    private static final long ROUND = 1_000;

    private AnthropicHeaders() {}

    static List<Header> of(List<Quota> quotas, Instant now) {
        List<Header> headers = new ArrayList<>();
        Quota.tightest(quotas, quota -> quota.measure() == Measure.REQUESTS)
                .ifPresent(quota -> add(headers, "requests", quota, quota.remaining(), now));
        // The one for tokens is whichever is tightest, the other two are themselves.
        Quota.tightest(quotas, quota -> quota.measure().isTokens())
                .ifPresent(quota -> add(headers, "tokens", quota, rounded(quota.remaining()), now));
        Quota.tightest(quotas, quota -> quota.measure() == Measure.INPUT_TOKENS)
                .ifPresent(quota -> add(headers, "input-tokens", quota, rounded(quota.remaining()), now));
        Quota.tightest(quotas, quota -> quota.measure() == Measure.OUTPUT_TOKENS)
                .ifPresent(quota -> add(headers, "output-tokens", quota, rounded(quota.remaining()), now));
        return headers;
    }

    private static void add(List<Header> headers, String what, Quota quota, long remaining, Instant now) {
        String prefix = "anthropic-ratelimit-" + what;
        Instant reset = now.plus(quota.untilReset());
        Instant whole = reset.getNano() == 0 ? reset : Instant.ofEpochSecond(reset.getEpochSecond() + 1);
        headers.add(new Header(prefix + "-limit", Long.toString(quota.limit())));
        headers.add(new Header(prefix + "-remaining", Long.toString(remaining)));
        headers.add(new Header(prefix + "-reset", whole.toString()));
    }

    private static long rounded(long tokens) {
        return tokens < ROUND ? tokens : tokens / ROUND * ROUND;
    }
}
