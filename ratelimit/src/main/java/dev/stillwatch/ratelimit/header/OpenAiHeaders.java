// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}}, which OpenAI's clients and LiteLLM read. One number for
 * requests and one for tokens: the tightest limit of each. The reset is a span such as {@code 12ms}, {@code 1.5s} or
 * {@code 6m0s}, to the millisecond, rounded up.
 */
final class OpenAiHeaders {
    private OpenAiHeaders() {}

    static List<Header> of(List<Quota> quotas) {
        List<Header> headers = new ArrayList<>();
        Quota.tightest(quotas, quota -> quota.measure() == Measure.REQUESTS)
                .ifPresent(quota -> add(headers, "requests", quota));
        Quota.tightest(quotas, quota -> quota.measure().isTokens()).ifPresent(quota -> add(headers, "tokens", quota));
        return headers;
    }

    private static void add(List<Header> headers, String what, Quota quota) {
        headers.add(new Header("x-ratelimit-limit-" + what, Long.toString(quota.limit())));
        headers.add(new Header("x-ratelimit-remaining-" + what, Long.toString(quota.remaining())));
        headers.add(new Header("x-ratelimit-reset-" + what, span(quota.untilReset())));
    }

    static String span(Duration time) {
        // A unit's span, or what repaying a debt takes, a century at most: no overflow.
        long millis = Math.addExact(time.toMillis(), time.toNanosPart() % 1_000_000 > 0 ? 1 : 0);
        if (millis < 1_000) {
            return millis + "ms";
        }
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        StringBuilder text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        seconds(text, millis % 60_000);
        return text.append('s').toString();
    }

    /** Without zeros at the end of the fraction. Each answer pays for it, so there is no format and no pattern. */
    private static void seconds(StringBuilder text, long millis) {
        text.append(millis / 1_000);
        long rest = millis % 1_000;
        if (rest > 0) {
            text.append('.');
        }
        for (long digit = 100; rest > 0; digit /= 10) {
            text.append(rest / digit);
            rest %= digit;
        }
    }
}
