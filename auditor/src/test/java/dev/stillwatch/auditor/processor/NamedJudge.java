// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links accounts by their names: {@code evil-N} have one template and a card for every four, others templates and cards
 * of their own. Holds nothing against anybody.
 */
final class NamedJudge implements AccountJudge {
    /** Hash of the campaign's template for the sharing group. */
    static final long SHARED = 77;

    /** What each account says that it made in the day. */
    static final long DAY_EXCHANGES = 10;

    @Override
    public Judged judge(Case question) {
        String account = question.account();
        int number = Integer.parseInt(account.substring(account.indexOf('-') + 1));
        boolean evil = account.startsWith("evil");
        long day = Math.floorDiv(question.asOf() - 1, 86_400_000L) * 86_400_000L;
        List<Edge> edges = new ArrayList<>();
        String org = "";
        if (!question.exchanges().isEmpty()) {
            org = question.exchanges().get(0).identity().org();
            edges.add(edge(account, ArtefactKind.SKELETON, evil ? 900 : 1 + number % 10, day, question.asOf()));
            edges.add(edge(account, ArtefactKind.PAYMENT, evil ? number / 4 : 10_000 + number, day, question.asOf()));
        }
        Contribution contribution = new Contribution(
                account, org, question.asOf(), Tally.EMPTY.encode(), new byte[0], new byte[0], 0, DAY_EXCHANGES);
        return new Judged(
                question.profile(),
                Optional.empty(),
                0,
                Optional.empty(),
                List.of(),
                edges.isEmpty() ? Optional.empty() : Optional.of(contribution),
                edges,
                false);
    }

    private static Edge edge(String account, ArtefactKind kind, long artefact, long day, long asOf) {
        long shared = kind == ArtefactKind.SKELETON && artefact == 900 ? SHARED : 0;
        return new Edge(account, kind, artefact, day, 1, 1, asOf, shared);
    }
}
