// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final Ring OLD = ring(1, "a", "b");
    private static final Ring YOUNG = ring(2, "c", "d");

    @Test
    void whatGoesOnHasNoPredecessor() {
        assertThat(Succession.of(List.of(OLD.founding()), List.of(ring(1, "a", "b", "c"))))
                .containsExactly(List.of());
    }

    @Test
    void ofTwoThatMergeTheOlderNamesTheYoungerAsPredecessor() {
        Ring merged = new Ring(OLD.founding(), List.of("a", "b", "c", "d"), List.of(), List.of(tie(1), tie(2)));

        assertThat(Succession.of(List.of(OLD.founding(), YOUNG.founding()), List.of(merged)))
                .containsExactly(List.of(YOUNG.founding()));
    }

    @Test
    void predecessorsStandInTheOrderOfTheirFoundings() {
        Ring third = ring(3, "e", "f");
        Ring merged = new Ring(
                OLD.founding(), List.of("a", "b", "c", "d", "e", "f"), List.of(), List.of(tie(1), tie(2), tie(3)));

        assertThat(Succession.of(List.of(third.founding(), OLD.founding(), YOUNG.founding()), List.of(merged)))
                .containsExactly(List.of(YOUNG.founding(), third.founding()));
    }

    @Test
    void ofASplitThePartWithTheFoundingHubGoesOnAndTheOtherIsNew() {
        Ring whole = new Ring(OLD.founding(), List.of("a", "b", "c", "d"), List.of(), List.of(tie(1), tie(2)));

        assertThat(Succession.of(List.of(whole.founding()), List.of(OLD, YOUNG)))
                .containsExactly(List.of(), List.of());
    }

    @Test
    void aRingThatEndsIsNobodysPredecessor() {
        assertThat(Succession.of(List.of(YOUNG.founding()), List.of(OLD))).containsExactly(List.of());
        assertThat(Succession.of(List.of(YOUNG.founding()), List.of())).isEmpty();
    }

    @Test
    void aRingKeepsItsNameWhenAnOlderHubTurnsOutToBeItsOwn() {
        Ring grown = new Ring(OLD.founding(), List.of("a", "b", "c", "d"), List.of(), List.of(tie(1), tie(2)));

        assertThat(Succession.named(List.of(YOUNG.founding()), List.of(grown)))
                .extracting(Ring::founding)
                .containsExactly(YOUNG.founding());
        assertThat(Succession.named(List.of(), List.of(grown)))
                .extracting(Ring::founding)
                .containsExactly(OLD.founding());
        assertThat(Succession.named(List.of(YOUNG.founding(), OLD.founding()), List.of(grown)))
                .extracting(Ring::founding)
                .containsExactly(OLD.founding());
    }

    @Test
    void anAccountThatBeginsAsRingsDoIsNone() {
        assertThat(RingName.isOne("ring-00000000000000aa")).isTrue();
        assertThat(RingName.isOne("ring-central")).isFalse();
        assertThat(RingName.isOne("ring-00000000000000aa-eu")).isFalse();
    }

    @Test
    void aRingIsNamedByItsFoundingHubUnderTheKey() {
        DeploymentKey key = DeploymentKey.of(1, new byte[32]);
        byte[] other = new byte[32];
        other[0] = 1;
        Artefact founding = OLD.founding().hub();
        String name = new RingName(key).of(founding);

        assertThat(name).matches("ring-[0-9a-f]{16}").isEqualTo(new RingName(key).of(founding));
        assertThat(new RingName(key).of(YOUNG.founding().hub())).isNotEqualTo(name);
        assertThat(new RingName(key).of(new Artefact(ArtefactKind.TLS, founding.value())))
                .isNotEqualTo(name);
        assertThat(new RingName(DeploymentKey.of(1, other)).of(founding)).isNotEqualTo(name);
    }

    private static Ring ring(long since, String... members) {
        return new Ring(new Founding(since, tie(since).hub()), List.of(members), List.of(), List.of(tie(since)));
    }

    private static Tie tie(long hub) {
        return new Tie(new Artefact(ArtefactKind.SKELETON, hub), ArtefactKind.PAYMENT, new Coincidence(10, 2, 1, 1));
    }
}
