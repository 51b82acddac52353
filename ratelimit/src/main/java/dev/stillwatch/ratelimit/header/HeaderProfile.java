// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which header names the callers of a domain read. Chosen in the limits file ({@code stillwatch: headers}). */
public enum HeaderProfile {
    /** Only {@code Retry-After} on a refusal. */
    NONE,
    /** {@code X-RateLimit-Limit}, {@code -Remaining}, {@code -Reset}. */
    X_RATELIMIT,
    /** As OpenAI's API. */
    OPENAI,
    /** As Anthropic's API. */
    ANTHROPIC,
    /** As draft-ietf-httpapi-ratelimit-headers-11. */
    IETF;

    /**
     * What the caller is told with an answer.
     *
     * @param response the answer
     * @param now for the profile that tells instants
     */
    public List<Header> headers(LimitResponse response, Instant now) {
        if (this == NONE && response.passes()) {
            return List.of();
        }
        List<Quota> quotas = Quota.of(response);
        List<Header> headers = new ArrayList<>(quotas(quotas, now));
        if (!response.passes()) {
            RetryAfter.seconds(quotas)
                    .ifPresent(seconds -> headers.add(new Header(RetryAfter.NAME, Long.toString(seconds))));
        }
        return headers;
    }

    private List<Header> quotas(List<Quota> quotas, Instant now) {
        return switch (this) {
            case NONE -> List.of();
            case X_RATELIMIT -> LegacyHeaders.of(quotas);
            case OPENAI -> OpenAiHeaders.of(quotas);
            case ANTHROPIC -> AnthropicHeaders.of(quotas, now);
            case IETF -> IetfHeaders.of(quotas);
        };
    }

    /** The name as written in limits files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The profile of a written name. */
    public static Optional<HeaderProfile> of(String label) {
        for (HeaderProfile profile : values()) {
            if (profile.label().equals(label)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
