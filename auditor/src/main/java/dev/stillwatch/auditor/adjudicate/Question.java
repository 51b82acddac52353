// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The question about one account and one closed bucket.
 *
 * @param account the account
 * @param asOf end of the closed bucket, event time
 * @param profile hot state; its {@code open} bytes are the judge's memory
 * @param history reads the cold state; asked at most once
 * @param exchanges the bucket's, and late ones of earlier buckets; no duplicates, sorted by time and id; may be empty
 *     when only an act or the end of a day asks
 * @param acts what people decided about the account, and promotions of the policy; any order
 * @param policies the policy valid at an event time
 * @param named the policy of an id, also one that is valid no more; empty when it is unknown
 */
public record Question(
        String account,
        long asOf,
        ProfileState profile,
        Supplier<HistoryState> history,
        List<Exchange> exchanges,
        List<Act> acts,
        LongFunction<Policy> policies,
        Function<String, Optional<Policy>> named) {
    /** Copies the lists. */
    public Question {
        exchanges = List.copyOf(exchanges);
        acts = List.copyOf(acts);
    }
}
