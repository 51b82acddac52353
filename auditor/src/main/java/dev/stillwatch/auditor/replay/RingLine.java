// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A ring as one line of {@code rings.jsonl}. Field names and their order are public contract.
 *
 * @param id the ring
 * @param first_seen time of its first standing
 * @param members accounts that ever were core, sorted
 * @param weak those that were only ever weakly attached, sorted
 * @param tier its last one
 * @param highest_tier the most severe that it had
 * @param score its last one
 * @param families with evidence against it at last
 * @param first_tier_time when it first stood at watch or above; empty if never
 * @param first_action time of the first exchange of a member that was refused or altered while its standing named the
 *     ring; empty if none
 * @param exchanges of all its members, weak ones too, in the whole run
 * @param exchanges_before_action those answered in full before the member's own first action, as in verdicts.csv
 * @param reasons its last ones
 * @param signals ids of what spoke against it when a finding last told of it, heaviest first
 * @param shared hashes of its templates for the sharing group, 16 hexadecimal digits each, sorted; empty without a group
 * @param group id of that group, empty when there is none
 */
record RingLine(
        String id,
        String first_seen,
        List<String> members,
        List<String> weak,
        String tier,
        String highest_tier,
        BigDecimal score,
        List<String> families,
        String first_tier_time,
        String first_action,
        long exchanges,
        long exchanges_before_action,
        List<String> reasons,
        List<String> signals,
        List<String> shared,
        String group) {

    /** The lines of all rings that had a standing, sorted by id. */
    static List<RingLine> all(Harvest harvest, PlanReplay.Actions actions, RingNews news) {
        return harvest.rings().stream()
                .map(id -> of(id, harvest, actions, news))
                .toList();
    }

    private static RingLine of(String id, Harvest harvest, PlanReplay.Actions actions, RingNews news) {
        List<Standing> history =
                harvest.standings(id).stream().sorted(InForce.ORDER).toList();
        Standing last = history.get(history.size() - 1);
        Harvest.Members members = harvest.members(id);
        Long acted = actions.ofRing().get(id);
        long exchanges = 0;
        long before = 0;
        for (String member :
                Stream.concat(members.core().stream(), members.weak().stream()).toList()) {
            Harvest.Account account = harvest.accounts().get(member);
            if (account != null) {
                OptionalInt first = actions.of(member);
                exchanges += account.exchanges();
                before += first.isPresent() ? first.getAsInt() : account.exchanges();
            }
        }
        return new RingLine(
                id,
                time(history.get(0).asOf()),
                List.copyOf(members.core()),
                List.copyOf(members.weak()),
                last.tier().label(),
                harvest.highest(id).label(),
                BigDecimal.valueOf(last.scoreMilli(), 3),
                last.families().stream().sorted().map(Family::label).toList(),
                history.stream()
                        .filter(standing -> standing.tier().atLeast(Tier.WATCH))
                        .findFirst()
                        .map(standing -> time(standing.asOf()))
                        .orElse(""),
                acted == null ? "" : time(acted),
                exchanges,
                before,
                last.reasons(),
                news.signals(id),
                news.shared(id),
                news.group());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
