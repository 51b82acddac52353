// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What finish reasons say about refusals. */
final class FinishReasons {
    private static final Set<String> REFUSALS = Set.of(
            "content_filter",
            "content_filtered",
            "refusal",
            "guardrail_intervened",
            "safety",
            "prohibited_content",
            "blocklist",
            "spii",
            "recitation",
            "model_armor",
            "image_safety");

    private FinishReasons() {}

    /** True for a reason that says the answer was declined; otherwise empty, for a model also declines in words. */
    static Optional<Boolean> refusal(String reason) {
        return REFUSALS.contains(reason.toLowerCase(Locale.ROOT).replace('-', '_'))
                ? Optional.of(true)
                : Optional.empty();
    }
}
