// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.act.Act.Verdict;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an act means to everybody who heeds it, auditor and limiter alike. */
final class ActTest {
    private static Act act(String id, Kind kind, Tier tier, long version, Verdict verdict, long time) {
        return new Act(id, "acct", kind, tier, version, verdict, "ann", "why", time, 0);
    }

    @Test
    void anUndoAndAVerdictOfBenignLiftAndNothingElseDoes() {
        for (Kind kind : Kind.values()) {
            for (Verdict verdict : Verdict.values()) {
                boolean lifts = kind == Kind.UNDO || kind == Kind.VERDICT && verdict == Verdict.BENIGN;
                assertThat(act("a", kind, Tier.SUSPEND, 1, verdict, 1).lifts())
                        .as("%s %s", kind, verdict)
                        .isEqualTo(lifts);
            }
        }
    }

    @Test
    void anApprovalIsOfASuspensionInTheVersionsThatSaidIt() {
        Act approval = act("a", Kind.APPROVE, Tier.SUSPEND, 5, Verdict.NONE, 1);

        assertThat(approval.approves(5, 5)).isTrue();
        assertThat(approval.approves(3, 7)).isTrue();
        assertThat(approval.approves(6, 7)).isFalse();
        assertThat(approval.approves(3, 4)).isFalse();
        assertThat(act("a", Kind.APPROVE, Tier.RESTRICT, 5, Verdict.NONE, 1).approves(3, 7))
                .isFalse();
        assertThat(act("a", Kind.PROMOTE, Tier.SUSPEND, 5, Verdict.NONE, 1).approves(3, 7))
                .isFalse();
    }

    @Test
    void inWhateverOrderActsComeTheyAreReadInOne() {
        List<Act> ordered = List.of(
                act("z", Kind.UNDO, Tier.CLEAR, 0, Verdict.NONE, -1),
                act("a", Kind.UNDO, Tier.CLEAR, 0, Verdict.NONE, 7),
                act("b", Kind.SUPPRESS, Tier.CLEAR, 0, Verdict.NONE, 7),
                act("a2", Kind.UNDO, Tier.CLEAR, 0, Verdict.NONE, 8));
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            List<Act> acts = new ArrayList<>(ordered);
            Collections.shuffle(acts, random);
            acts.sort(Act.ORDER);
            assertThat(acts).isEqualTo(ordered);
        }
    }
}
