// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExemplarsTest {
    @Test
    void shouldKeepTheHeaviestWhateverTheOrder() {
        List<Exemplars> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(Exemplars.of(i % 2 == 0 ? Family.CONTENT : Family.PROTOCOL, "req-" + i, 1 + i / 10));
        }
        Exemplars whole = fold(all);
        Collections.shuffle(all, new Random(3));

        Exemplars shuffled = fold(all.subList(20, 40)).combine(fold(all.subList(0, 20)));

        assertThat(shuffled).isEqualTo(whole);
        assertThat(whole.ids(Family.CONTENT)).hasSize(Exemplars.LIMIT).allMatch(id -> id.startsWith("req-3"));
        assertThat(whole.ids(Family.TIMING)).isEmpty();
        WireWriter out = new WireWriter();
        whole.write(out);
        assertThat(Exemplars.read(new WireReader(out.toBytes()))).isEqualTo(whole);
    }

    @Test
    void shouldCutLongIdsAndLeaveOutTheWeightless() {
        assertThat(Exemplars.of(Family.CONTENT, "x".repeat(200), 1).ids(Family.CONTENT))
                .containsExactly("x".repeat(Exemplars.ID_LENGTH));
        assertThat(Exemplars.of(Family.CONTENT, "x", 0)).isEqualTo(Exemplars.NONE);
        assertThatThrownBy(() -> Exemplars.read(new WireReader(new byte[] {1, 99})))
                .isInstanceOf(CorruptStateException.class);
    }

    @Test
    void shouldCutNoCharacterInTwo() {
        Exemplars cut = Exemplars.of(Family.CONTENT, "x".repeat(Exemplars.ID_LENGTH - 1) + "\uD83D\uDE00 and more", 1);

        WireWriter out = new WireWriter();
        cut.write(out);
        assertThat(Exemplars.read(new WireReader(out.toBytes()))).isEqualTo(cut);
        assertThat(cut.ids(Family.CONTENT)).containsExactly("x".repeat(Exemplars.ID_LENGTH - 1));
    }

    private static Exemplars fold(List<Exemplars> parts) {
        return parts.stream().reduce(Exemplars.NONE, Exemplars::combine);
    }
}
