// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits on what a call to a model costs; each may be absent, 0 refuses every call.
 *
 * @param requestsPerMinute {@code rpm}
 * @param inputTokensPerMinute {@code itpm}
 * @param outputTokensPerMinute {@code otpm}
 * @param tokensPerDay {@code tpd}, input and output together
 * @param dollarsPerDay {@code usd}
 * @param concurrency calls under way at once
 */
public record Dimensions(
        OptionalLong requestsPerMinute,
        OptionalLong inputTokensPerMinute,
        OptionalLong outputTokensPerMinute,
        OptionalLong tokensPerDay,
        Optional<Double> dollarsPerDay,
        OptionalLong concurrency) {}
