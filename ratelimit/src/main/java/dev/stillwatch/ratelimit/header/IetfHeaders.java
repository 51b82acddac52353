// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-11. The draft has no unit for
 * tokens, so the unit of those stands in a parameter with our prefix, which others read as a comment.
 *
 * <p>{@code t} of a limit that is over is the time until the same call would pass, which is what the draft defines (no
 * more than {@code r} can be used within it) and keeps {@code Retry-After} from being earlier.
 */
final class IetfHeaders {
    private IetfHeaders() {}

    static List<Header> of(List<Quota> quotas) {
        List<Quota> shown = quotas.stream()
                .filter(quota -> quota.measure() != Measure.SPEND)
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Header(
                        "ratelimit-policy",
                        shown.stream().map(IetfHeaders::policy).collect(Collectors.joining(", "))),
                new Header("ratelimit", shown.stream().map(IetfHeaders::limit).collect(Collectors.joining(", "))));
    }

    private static String policy(Quota quota) {
        String text = StructuredField.string(quota.policy()) + ";q=" + StructuredField.integer(quota.limit());
        return switch (quota.measure()) {
            case CONCURRENCY -> text + ";qu=\"concurrent-requests\"";
            case TOKENS -> window(text, quota) + ";stillwatch-unit=\"tokens\"";
            case INPUT_TOKENS -> window(text, quota) + ";stillwatch-unit=\"input-tokens\"";
            case OUTPUT_TOKENS -> window(text, quota) + ";stillwatch-unit=\"output-tokens\"";
            case REQUESTS, SPEND -> window(text, quota);
        };
    }

    private static String window(String text, Quota quota) {
        return text + ";w=" + StructuredField.integer(Math.max(1, Seconds.up(quota.window())));
    }

    private static String limit(Quota quota) {
        String text = StructuredField.string(quota.policy()) + ";r=" + StructuredField.integer(quota.remaining());
        if (quota.measure() == Measure.CONCURRENCY) {
            return text;
        }
        Duration effective = quota.exceeded() ? quota.retryAfter().orElse(quota.untilReset()) : quota.untilReset();
        return text + ";t=" + StructuredField.integer(Seconds.up(effective));
    }
}
