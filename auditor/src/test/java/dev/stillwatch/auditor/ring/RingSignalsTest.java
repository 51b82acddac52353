// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RingSignalsTest {
    private static final Artefact TEMPLATE = new Artefact(ArtefactKind.SKELETON, 9);

    @Test
    void manyAccountsWithOneTemplateAndOtherPeoplesCardsWeighInTwoFamilies() {
        List<Evidence> evidence = weigh(40, 0.9);

        assertThat(evidence).extracting(Evidence::signal).containsExactly(SignalId.D2, SignalId.D8);
        assertThat(evidence.get(0).weightMilli()).isEqualTo(4144);
        assertThat(evidence.get(0).sentence()).contains("40 accounts", "90 %");
        assertThat(evidence.get(1).weightMilli()).isEqualTo(6000);
        assertThat(evidence.get(1).sentence()).contains("40 accounts", "30 links");
    }

    @Test
    void theSentencesSayWhatTheyHaveInCommon() {
        Artefact end = new Artefact(ArtefactKind.CLOSING, 9);
        Ring ring = new Ring(
                new Founding(0, end),
                ring(40).members(),
                List.of(),
                List.of(new Tie(end, ArtefactKind.PAYMENT, new Coincidence(1_000, 40, 5, 30))));

        assertThat(RingSignals.weigh(
                        ring,
                        Policies.bare(),
                        (account, artefact) -> 0.5,
                        0,
                        account -> Optional.empty(),
                        account -> account))
                .extracting(Evidence::sentence)
                .containsExactly(
                        "40 accounts ask with one end of prompts, in 50 % of what they ask that day.",
                        "40 accounts without a declared owner hang together by who pays or when they signed up: 30 links"
                                + " among those with one end of prompts, by chance 0.0.");
    }

    @Test
    void threeColleaguesOnOneCardWeighNothing() {
        assertThat(weigh(3, 1))
                .allSatisfy(piece -> assertThat(piece.weightMilli()).isZero());
    }

    @Test
    void linksOfFewerThanTenAccountsLimitNobody() {
        assertThat(weigh(9, 1))
                .allSatisfy(piece -> assertThat(piece.weightMilli()).isLessThan(3_000));
        assertThat(weigh(10, 1))
                .anySatisfy(piece -> assertThat(piece.weightMilli()).isGreaterThanOrEqualTo(3_000));
    }

    @Test
    void coverTrafficThinsTheTemplateAndNotTheCards() {
        int pure = weigh(20, 0.3).get(0).weightMilli();

        assertThat(weigh(20, 1).get(0).weightMilli()).isEqualTo(pure);
        assertThat(weigh(20, 0.1).get(0).weightMilli()).isBetween(pure / 3 - 1, pure / 3 + 1);
        assertThat(weigh(20, 0).get(0).weightMilli()).isZero();
        assertThat(weigh(20, 0.1).get(1)).isEqualTo(weigh(20, 1).get(1));
    }

    @Test
    void aSubjectInCommonIsNoIdentityGraphAndHoldsTheTemplateBelowEveryLimit() {
        assertThat(weighAlone(200)).extracting(Evidence::weightMilli).containsExactly(2_000, 0);
    }

    @Test
    void aDozenWhoRunOnePublicBenchmarkStayAtWatchWhateverTheirRunsLookLike() {
        int mostOfHarvest = Policies.bare().signal("D11").orElseThrow().capMilli();

        assertThat(weighAlone(13).get(0).weightMilli() + mostOfHarvest).isLessThan(3_000);
        assertThat(weighAlone(37).get(0).weightMilli()).isEqualTo(2_000);
    }

    @Test
    void whoAskTheSamePromptsShareNothingOut() {
        assertThat(weighAlone(200, 0.1)).isEqualTo(weighAlone(200));
        assertThat(weighAlone(200, 0.3).get(0).weightMilli()).isEqualTo(1_000);
        assertThat(weighAlone(200, 0.3).get(0).sentence()).contains("each one 30 % of the others");
        assertThat(weighAlone(200, 0.5).get(0).weightMilli()).isZero();
        assertThat(weighAlone(200, 1).get(0).weightMilli()).isZero();
    }

    @Test
    void whatElseTiesAccountsWeighsWhateverTheyAsk() {
        assertThat(RingSignals.weigh(
                        ring(40),
                        Policies.bare(),
                        (account, artefact) -> 0.9,
                        1,
                        account -> Optional.empty(),
                        account -> account))
                .isEqualTo(weigh(40, 0.9));
    }

    private static List<Evidence> weighAlone(int members) {
        return weighAlone(members, 0);
    }

    private static List<Evidence> weighAlone(int members, double same) {
        return RingSignals.weigh(
                ring(members, ArtefactKind.SKETCH_BAND),
                Policies.bare(),
                (account, artefact) -> 1,
                same,
                account -> Optional.empty(),
                account -> account);
    }

    @Test
    void ofAnOwnerThatMadeTwiceWhatItDeclaredHalfOfTheAccountsCount() {
        List<Evidence> twice = weighOver(200);
        List<Evidence> half = weigh(20, 0.9);

        for (int i = 0; i < 2; i++) {
            assertThat(twice.get(i).weightMilli()).isEqualTo(half.get(i).weightMilli());
        }
        assertThat(twice.get(1).sentence())
                .contains("40 accounts (acme made 200 exchanges in a day and declared 100: that explains 20 of them)");
        assertThat(weighOver(10_000))
                .extracting(Evidence::weightMilli)
                .allSatisfy(weight -> assertThat(weight).isGreaterThan(3_000));
    }

    @Test
    void aDayJustOverTheAllowanceWeighsNothing() {
        assertThat(weighOver(107)).extracting(Evidence::weightMilli).containsExactly(0, 0);
    }

    private static List<Evidence> weighOver(long exchanges) {
        return RingSignals.weigh(
                ring(40),
                Policies.bare(),
                (account, artefact) -> 0.9,
                0,
                account -> Optional.of(new Overrun("acme", 20_000, exchanges, 100)),
                account -> account);
    }

    @Test
    void accountsOfOneOwnerCountAsOne() {
        List<Evidence> evidence = RingSignals.weigh(
                ring(40),
                Policies.bare(),
                (account, artefact) -> 0.9,
                0,
                account -> Optional.empty(),
                account -> account.compareTo("m-020") < 0 ? account : "owner");

        for (int i = 0; i < 2; i++) {
            assertThat(evidence.get(i).weightMilli())
                    .isEqualTo(weigh(21, 0.9).get(i).weightMilli());
        }
        assertThat(evidence.get(1).sentence())
                .contains("40 accounts (of one owner's accounts one counts, which leaves 21) hang together");
    }

    @Test
    void aPolicyWithoutThemGivesNoEvidence() {
        Policy usual = Policies.bare();
        Policy none = new Policy(
                usual.name(),
                usual.version(),
                usual.validFrom(),
                usual.author(),
                usual.timing(),
                Map.of(),
                usual.ladder(),
                usual.mode(),
                usual.owners(),
                usual.passports(),
                usual.sources(),
                usual.plans(),
                usual.releases(),
                usual.ordinary(),
                usual.indicators());

        assertThat(RingSignals.weigh(
                        ring(40), none, (account, artefact) -> 1, 0, account -> Optional.empty(), account -> account))
                .isEmpty();
    }

    private static List<Evidence> weigh(int members, double share) {
        return RingSignals.weigh(
                ring(members),
                Policies.bare(),
                (account, artefact) -> share,
                0,
                account -> Optional.empty(),
                account -> account);
    }

    private static Ring ring(int size) {
        return ring(size, ArtefactKind.PAYMENT);
    }

    private static Ring ring(int size, ArtefactKind by) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add("m-%03d".formatted(i));
        }
        Coincidence coincidence = new Coincidence(1_000, size, 5, size * 3 / 4);
        return new Ring(new Founding(0, TEMPLATE), members, List.of(), List.of(new Tie(TEMPLATE, by, coincidence)));
    }
}
