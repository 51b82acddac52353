// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.probes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActsTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void onlyAnApprovalOfTheVersionSeenBlocks() {
        assertThat(account.judge(NOON + MINUTE, flagrant(0, 300)).tier()).isEqualTo(Tier.SUSPEND);
        Standing recommended = last();
        assertThat(recommended.plan().exchangesPerHour()).isPositive();

        act(Act.Kind.APPROVE, Tier.SUSPEND, recommended.version() + 7, "acct-1");
        account.judge(NOON + 2 * MINUTE, flagrant(300, 5));
        assertThat(last().plan().exchangesPerHour()).isPositive();

        act(Act.Kind.APPROVE, Tier.SUSPEND, recommended.version(), "acct-1");
        account.judge(NOON + 3 * MINUTE, flagrant(310, 5));
        assertThat(last().plan().exchangesPerHour()).isZero();
        assertThat(last().tier()).isEqualTo(Tier.SUSPEND);
    }

    @Test
    void aPromotionOfThePolicyEnforcesUpToItsTier() {
        act(Act.Kind.PROMOTE, Tier.THROTTLE, 0, "test");
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        assertThat(last().tier()).isEqualTo(Tier.THROTTLE);
        assertThat(last().mode()).isEqualTo(Standing.Mode.ENFORCE);

        account.judge(NOON + 2 * MINUTE, flagrant(2_000, 300));
        assertThat(last().tier()).isEqualTo(Tier.SUSPEND);
        assertThat(last().mode()).isEqualTo(Standing.Mode.SHADOW);

        act(Act.Kind.PROMOTE, Tier.SUSPEND, 0, "test@1");
        account.judge(NOON + 3 * MINUTE, flagrant(2_400, 5));
        assertThat(last().mode()).isEqualTo(Standing.Mode.ENFORCE);
    }

    @Test
    void theLatestPromotionSaysHowFarSoALowerOneTakesBack() {
        act(Act.Kind.PROMOTE, Tier.SUSPEND, 0, "test");
        act(Act.Kind.PROMOTE, Tier.THROTTLE, 0, "test");
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        assertThat(last().mode()).isEqualTo(Standing.Mode.ENFORCE);
        account.judge(NOON + 2 * MINUTE, flagrant(2_000, 300));
        assertThat(last().mode()).isEqualTo(Standing.Mode.SHADOW);

        act(Act.Kind.PROMOTE, Tier.WATCH, 0, "test");
        account.judge(NOON + 3 * MINUTE, flagrant(2_400, 5));
        assertThat(last().mode()).isEqualTo(Standing.Mode.SHADOW);
    }

    @Test
    void aPromotionOfAnotherPolicyEnforcesNothing() {
        act(Act.Kind.PROMOTE, Tier.SUSPEND, 0, "other");
        act(Act.Kind.PROMOTE, Tier.SUSPEND, 0, "test@2");
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        assertThat(last().mode()).isEqualTo(Standing.Mode.SHADOW);
    }

    @Test
    void silenceEndsAndTheTierComesBack() {
        silence(NOON + 5 * MINUTE);
        assertThat(account.judge(NOON + MINUTE, probes(0, 1_000, NOON)).tier()).isEqualTo(Tier.WATCH);
        assertThat(account.findings).isEmpty();
        assertThat(account.quiet(NOON + 5 * MINUTE).tier()).isEqualTo(Tier.THROTTLE);
        assertThat(account.findings).hasSize(1);
    }

    @Test
    void silenceCoversMisusedPassportsUntilItEnds() {
        silence(NOON + 5 * MINUTE);
        account.judge(
                NOON + MINUTE, List.of(JudgedAccount.claiming(probes(0, 1, NOON).get(0), "pp-1")));
        assertThat(account.findings).isEmpty();
        account.quiet(NOON + 5 * MINUTE);
        assertThat(account.findings).singleElement().isInstanceOf(Finding.PassportMisuse.class);
    }

    @Test
    void aBenignVerdictLiftsUntilNewEvidenceOutgrowsIt() {
        account.judge(NOON + MINUTE, probes(0, 300, NOON));
        account.act(Act.Kind.VERDICT, NOON + MINUTE + 1, Act.Verdict.BENIGN);
        assertThat(account.quiet(NOON + 2 * MINUTE).tier()).isEqualTo(Tier.CLEAR);
        assertThat(account.judge(NOON + 3 * MINUTE, probes(300, 5, NOON + 2 * MINUTE))
                        .tier())
                .isEqualTo(Tier.CLEAR);
        assertThat(account.judge(NOON + 4 * MINUTE, flagrant(1_000, 300)).tier())
                .isEqualTo(Tier.SUSPEND);
    }

    /** One family caps the score, so what comes later can never be more than what was seen: it has to fade. */
    @Test
    void anUndoDoesNotForgiveWhatComesTwoMonthsLater() {
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        account.act(Act.Kind.UNDO, NOON + MINUTE + 1, Act.Verdict.NONE);
        assertThat(account.judge(NOON + 2 * MINUTE, probes(1_000, 300, NOON + MINUTE))
                        .tier())
                .isEqualTo(Tier.CLEAR);
        for (int day = 1; day <= 60; day++) {
            account.quiet(NOON + day * DAY);
        }
        assertThat(account.judge(NOON + 60 * DAY + MINUTE, probes(2_000, 1_000, NOON + 60 * DAY))
                        .tier())
                .isEqualTo(Tier.THROTTLE);
    }

    @Test
    void whatWasSeenIsForgottenByHalfInTwoWeeksWhereNothingKeepsIt() {
        Forgiven seen = new Forgiven(NOON, 6_000);
        assertThat(seen.on(START + DAY)).isEqualTo(seen);
        assertThat(seen.on(NOON - 3 * DAY)).isEqualTo(seen);
        assertThat(seen.on(START + 8 * DAY).scoreMilli()).isEqualTo(4_242);
        assertThat(seen.on(START + 15 * DAY).scoreMilli()).isEqualTo(3_000);
        assertThat(seen.on(START + 8 * DAY).on(START + 15 * DAY).scoreMilli()).isBetween(2_998L, 3_000L);
        assertThat(Forgiven.NOTHING.on(NOON)).isEqualTo(Forgiven.NOTHING);
        assertThat(Forgiven.decode(seen.on(START + 8 * DAY).encode())).isEqualTo(seen.on(START + 8 * DAY));
    }

    @Test
    void whoGoesOnAsHeWasSeenStaysForgivenOverTheWeekendsToo() {
        Forgiven forgiven = new Forgiven(NOON, 5_000);
        for (int day = 1; day <= 120; day++) {
            if (day % 7 < 5) {
                Score score = scored(day % 2 == 0 ? 5_000 : 4_100);
                assertThat(forgiven.on(NOON + day * DAY).covers(score, Ladders.USUAL))
                        .isTrue();
                forgiven = forgiven.keptBy(score, Ladders.USUAL, NOON + day * DAY);
            }
        }
    }

    @Test
    void whoOutgrowsWhatWasSeenOrComesBackAfterMonthsKeepsNothing() {
        Forgiven forgiven = new Forgiven(NOON, 3_000);
        assertThat(forgiven.keptBy(scored(4_000), Ladders.USUAL, NOON + DAY)).isEqualTo(forgiven);
        assertThat(forgiven.keptBy(scored(2_000), Ladders.USUAL, NOON + DAY)).isEqualTo(forgiven);
        assertThat(forgiven.keptBy(scored(3_000), Ladders.USUAL, NOON + 60 * DAY))
                .isEqualTo(forgiven);
        assertThat(Forgiven.NOTHING.keptBy(scored(0), Ladders.USUAL, NOON)).isEqualTo(Forgiven.NOTHING);
    }

    private static Score scored(int milli) {
        return Score.of(List.of(new Evidence(SignalId.D1, milli, 1, 0, "", FieldSet.NONE)), Ladders.USUAL, 0);
    }

    @Test
    void aReviewAndAnUnclearVerdictChangeNothing() {
        account.act(Act.Kind.REVIEW, NOON, Act.Verdict.NONE);
        account.act(Act.Kind.VERDICT, NOON, Act.Verdict.UNCLEAR);
        JudgedAccount alone = new JudgedAccount(Policies.bare());
        List<Exchange> exchanges = probes(0, 1_000, NOON);
        assertThat(account.judge(NOON + MINUTE, exchanges).score())
                .isEqualTo(alone.judge(NOON + MINUTE, exchanges).score());
        assertThat(account.standings).isEqualTo(alone.standings);
    }

    @Test
    void anActOfTheFutureSaysNothingYet() {
        account.act(Act.Kind.UNDO, NOON + DAY, Act.Verdict.NONE);
        assertThat(account.judge(NOON + MINUTE, probes(0, 1_000, NOON)).tier()).isEqualTo(Tier.THROTTLE);
    }

    private Standing last() {
        return account.standings.get(account.standings.size() - 1);
    }

    private void silence(long until) {
        account.acts.add(new Act(
                "s", "acct-1", Act.Kind.SUPPRESS, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "known", NOON, until));
    }

    private void act(Act.Kind kind, Tier tier, long version, String subject) {
        account.acts.add(new Act(
                "a" + account.acts.size(), subject, kind, tier, version, Act.Verdict.NONE, "ann", "seen", NOON, 0));
    }

    /** Probes the last layer and replays captured traces at once: two families, one of them decisive. */
    private static List<Exchange> flagrant(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new ExchangeMaker(i)
                        .at(NOON + i)
                        .probing(true, 1_000_003L * i + 17)
                        .maxTokens(1)
                        .marks(dev.stillwatch.policies.exchange.Mark.VERBATIM_REASONING)
                        .traces(1_000 + i, 1_001 + i)
                        .session(1 + i)
                        .make())
                .toList();
    }
}
