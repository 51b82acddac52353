// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How much of a ring declared owners explain, and how it is said. */
class DeclaredPartTest {
    private static final Offset<Double> EXACTLY = Offset.offset(1e-12);
    private static final Overrun ACME = new Overrun("acme", 20_000, 400, 100);
    private static final Overrun BETA = new Overrun("beta", 20_000, 200, 100);
    private static final Overrun GAMMA = new Overrun("gamma", 20_000, 1_000, 500);

    @Test
    void membersWithoutADeclaredOwnerAreNotExplained() {
        DeclaredPart part = of(Map.of(), "a", "b");

        assertThat(part.beyond()).isEqualTo(1);
        assertThat(part.words()).isEqualTo("without a declared owner");
    }

    @Test
    void anOwnerExplainsTheShareOfItsMembersThatItDeclared() {
        DeclaredPart part = of(Map.of("a", ACME, "b", ACME, "c", ACME, "d", ACME), "a", "b", "c", "d");

        assertThat(part.beyond()).isEqualTo(0.75, EXACTLY);
        assertThat(part.words())
                .isEqualTo("(acme made 400 exchanges in a day and declared 100: that explains 1 of them)");
    }

    @Test
    void membersOfNoOwnerBesideIt() {
        DeclaredPart part = of(Map.of("a", BETA, "b", BETA), "a", "b", "c", "d");

        assertThat(part.beyond()).isEqualTo(0.75, EXACTLY);
        assertThat(part.words())
                .isEqualTo("(beta made 200 exchanges in a day and declared 100: that explains 1 of them)");
    }

    @Test
    void ofTwoOwnersTheFirstByNameIsNamed() {
        DeclaredPart part = of(Map.of("a", BETA, "b", BETA, "c", ACME, "d", ACME), "a", "b", "c", "d");

        assertThat(part.beyond()).isEqualTo(0.625, EXACTLY);
        assertThat(part.words())
                .isEqualTo(
                        "(acme made 400 exchanges in a day and declared 100, and another owner was over its volume too:"
                                + " together they explain 2 of them)");
    }

    @Test
    void ofMoreOwnersTheOthersAreCounted() {
        DeclaredPart part = of(Map.of("a", BETA, "b", GAMMA, "c", ACME, "d", ACME), "a", "b", "c", "d");

        assertThat(part.words())
                .isEqualTo(
                        "(acme made 400 exchanges in a day and declared 100, and 2 other owners were over theirs too:"
                                + " together they explain 2 of them)");
    }

    @Test
    void besideAnOwnerThatIsOverAnotherOneCountsOnce() {
        Ring ring = new Ring(
                new Founding(0, RingCrowd.template(1)), List.of("a", "b", "c", "d", "e"), List.of(), List.of());

        DeclaredPart part = DeclaredPart.of(
                ring,
                member -> Optional.of(BETA).filter(beta -> member.compareTo("c") < 0),
                member -> member.compareTo("c") < 0 ? member : "delta");

        assertThat(part.beyond()).isEqualTo((3 - 1) / 5.0, EXACTLY);
        assertThat(part.words())
                .isEqualTo("(beta made 200 exchanges in a day and declared 100: that explains 1 of them; of one owner's"
                        + " accounts one counts, which leaves 3)");
    }

    private static DeclaredPart of(Map<String, Overrun> overruns, String... members) {
        Ring ring = new Ring(new Founding(0, RingCrowd.template(1)), Arrays.asList(members), List.of(), List.of());
        return DeclaredPart.of(ring, member -> Optional.ofNullable(overruns.get(member)), UnaryOperator.identity());
    }
}
