// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A link is not a verdict: the sentence has both, and does not take one for the other. */
class RingSentencesTest {
    @Test
    void theSentenceHasTheFigures() {
        assertThat(Sentences.describe(Rings.harvesting(Stage.NEW, Tier.RESTRICT, Rings.facts())))
                .isEqualTo(
                        "Ring ring-00000000000000a1 of 20 accounts and 5 weakly attached since 2026-09-20T14:14:00Z: "
                                + "restrict on 2 families (content, protocol), 6.5 nats. 42 % ask for the trace. "
                                + "What links them, no verdict by itself: 20 accounts without a common owner have one prompt "
                                + "template, and at least 16 of them share payment fingerprints (15 links, by chance fewer than "
                                + "0.1); 1 link more is listed. Served in recent days: 1200 exchanges, 340000 output tokens. "
                                + "All members together would get 12 exchanges an hour, 900 output tokens an hour, answers of at "
                                + "most 512 tokens, at most 1 choice, no log-probabilities, no reasoning text. "
                                + "Shadow: nothing is limited.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUSPEND  | Accounts harvest outputs together: suspension recommended",
                "RESTRICT | Accounts probably harvest outputs together: restrict",
                "THROTTLE | Accounts may be harvesting outputs together: throttle",
                "WATCH    | Harvesting together no longer held: watch",
                "CLEAR    | Harvesting together no longer held: clear"
            })
    void theTitleGrowsWithTheTier(Tier tier, String title) {
        assertThat(Sentences.title(Rings.harvesting(Stage.NEW, tier, Rings.facts())))
                .isEqualTo(title);
    }

    @Test
    void aRingThatWasNeverAboveWatchIsOnlyLinked() {
        var found = Rings.harvesting(Stage.NEW, Tier.WATCH, Rings.facts());
        var first = new Finding.RingHarvesting(
                found.head(),
                found.ring(),
                found.tier(),
                Tier.CLEAR,
                found.mode(),
                found.score(),
                found.budget(),
                found.standingVersion());

        assertThat(Sentences.title(first)).isEqualTo("Accounts are linked: watch");
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void linksAloneAccuseNobody(Stage stage) {
        var found = Rings.harvesting(
                stage,
                Tier.CLEAR,
                Rings.facts(),
                Score.none(OcsfWriterTest.LADDER),
                Standing.Mode.ENFORCE,
                LimitPlan.NONE);

        assertThat(Sentences.describe(found).toLowerCase(Locale.ROOT)).doesNotContain("harvest");
        if (stage == Stage.NEW) {
            assertThat(Sentences.describe(found))
                    .contains(
                            ": clear on 0 families, 0.0 nats. Nothing but the links is known.", "no verdict by itself")
                    .doesNotContain("All members together");
        }
    }

    @Test
    void whatIsSupersededSaysWhereTheRingStandsNow() {
        assertThat(Sentences.describe(Rings.harvesting(Stage.SUPERSEDED, Tier.CLEAR, Rings.facts())))
                .isEqualTo(
                        "Ring ring-00000000000000a1 is now at clear, no longer at throttle: later records, other links "
                                + "or a person's act changed what is held.");
    }

    @Test
    void onlyASuspensionWaitsForAPerson() {
        String person = "A person must approve the suspension.";
        assertThat(Sentences.describe(Rings.harvesting(Stage.NEW, Tier.SUSPEND, Rings.facts())))
                .contains(person);
        assertThat(Sentences.describe(Rings.harvesting(Stage.NEW, Tier.RESTRICT, Rings.facts())))
                .doesNotContain(person);
    }

    @Test
    void anEnforcedBudgetSaysOnlyWhatItHas() {
        var found = Rings.harvesting(
                Stage.NEW,
                Tier.RESTRICT,
                Rings.facts(),
                Score.none(OcsfWriterTest.LADDER),
                Standing.Mode.ENFORCE,
                new LimitPlan(7, -1, -1, 2, false, false));

        assertThat(Sentences.describe(found))
                .endsWith(" All members together get 7 exchanges an hour, at most 2 choices.");
    }

    @Test
    void theLeastLikelyLinkIsToldAndTheOthersCounted() {
        Tie other = Rings.tie(ArtefactKind.CLOSING, ArtefactKind.ASN, 20, 3_000, 8);

        assertThat(describe(Rings.facts(20, 0, List.of(Rings.BY_NETWORKS, other, Rings.BY_CARDS), List.of())))
                .contains("have one prompt template", "; 2 links more are listed.")
                .doesNotContain("weakly attached");
    }

    @Test
    void ofMoreLinksThanAreListedAllAreCounted() {
        List<Tie> ties = IntStream.range(0, 60)
                .mapToObj(n -> new Tie(
                        new Artefact(ArtefactKind.SKELETON, n),
                        ArtefactKind.PAYMENT,
                        new Coincidence(1_000, 20, 45, 15)))
                .toList();

        assertThat(describe(Rings.facts(20, 0, ties, List.of()))).contains("; 49 of 59 links more are listed.");
    }

    @Test
    void aRingWithoutLinksTellsNone() {
        assertThat(describe(Rings.facts(1, 0, List.of(), List.of())))
                .contains("of 1 account since")
                .doesNotContain("What links them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SKELETON        | SIGN_UP_MINUTE  | have one prompt template, and at least 3 of them share sign-up minutes (2 links,",
                "SYSTEM          | EMAIL_DOMAIN    | have one system text, and at least 3 of them share mail domains (2 links,",
                "OPENING         | ASN             | have one opening of prompts, and at least 3 of them share network providers (2 links,",
                "CLOSING         | NETWORK         | have one end of prompts, and at least 3 of them share networks (2 links,",
                "PAYMENT         | TRACE_SIGNATURE | have one payment fingerprint, and at least 3 of them share trace signatures (2 links,",
                "SIGN_UP_MINUTE  | SKELETON        | have one sign-up minute, and at least 3 of them share prompt templates (2 links,",
                "TRACE_SIGNATURE | PAYMENT         | have trace signatures of one another, and at least 3 of them share payment fingerprints (2 links,"
            })
    void aLinkIsToldInWords(ArtefactKind hub, ArtefactKind by, String words) {
        assertThat(ArtefactWords.tie(Rings.tie(hub, by, 4, 9, 2)))
                .startsWith("4 accounts without a common owner ")
                .contains(words);
    }

    @ParameterizedTest
    @EnumSource(ArtefactKind.class)
    void everyKindHasWordsOfItsOwn(ArtefactKind kind) {
        for (ArtefactKind other : ArtefactKind.values()) {
            assertThat(ArtefactWords.hub(kind).equals(ArtefactWords.hub(other))).isEqualTo(kind == other);
            assertThat(ArtefactWords.shared(kind).equals(ArtefactWords.shared(other)))
                    .isEqualTo(kind == other);
        }
    }

    @Test
    void oneLinkJoinsTwoAndNoneJoinsNobody() {
        assertThat(ArtefactWords.tie(Rings.tie(ArtefactKind.SKELETON, ArtefactKind.PAYMENT, 20, 3_000, 1)))
                .endsWith("at least 2 of them share payment fingerprints (1 link, by chance 1.1)");
        assertThat(ArtefactWords.tie(Rings.tie(ArtefactKind.SKELETON, ArtefactKind.PAYMENT, 20, 0, 0)))
                .endsWith("at least 0 of them share payment fingerprints (0 links, by chance fewer than 0.1)");
    }

    private static String describe(RingFacts ring) {
        return Sentences.describe(Rings.harvesting(Stage.NEW, Tier.RESTRICT, ring));
    }
}
