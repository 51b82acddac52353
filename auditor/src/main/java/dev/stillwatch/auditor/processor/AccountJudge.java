// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.standing.Standing;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the judge asks of the domain, once for an account and a closed bucket. Pure: same question, same answer. */
public interface AccountJudge {
    /** Judges one account at the end of one closed bucket. */
    Judged judge(Case question);

    /**
     * The question.
     *
     * @param account the account
     * @param asOf end of the closed bucket, event time
     * @param profile hot state
     * @param history reads the cold state; asked at most once
     * @param exchanges the bucket's, and late ones of earlier buckets; no duplicates, sorted by time and id; may be
     *     empty when only an act or the end of a day asks
     * @param acts what people decided about the account, in the order of their times
     * @param policies the policies known
     */
    record Case(
            String account,
            long asOf,
            ProfileState profile,
            Supplier<HistoryState> history,
            List<Exchange> exchanges,
            List<Act> acts,
            PolicyBook policies) {}

    /**
     * The answer.
     *
     * @param profile hot state to keep
     * @param history cold state to keep, empty when unchanged
     * @param tooLate exchanges that came too late to count
     * @param standing the standing, empty when unchanged
     * @param alerts findings as OCSF JSON
     * @param contribution what the account adds to rings, empty when unchanged
     * @param edges links of this epoch
     * @param wake whether to ask again when the UTC day ends, though nothing more may come: a tier must go down in time
     */
    record Judged(
            ProfileState profile,
            Optional<HistoryState> history,
            int tooLate,
            Optional<Standing> standing,
            List<byte[]> alerts,
            Optional<Contribution> contribution,
            List<Edge> edges,
            boolean wake) {}
}
