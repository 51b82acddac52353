// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Adjudicator;
import dev.stillwatch.auditor.adjudicate.Judgement;
import dev.stillwatch.auditor.adjudicate.Question;
import dev.stillwatch.auditor.alert.OcsfWriter;

/** The judge that ships: the adjudicator's judgement, its findings written as OCSF. */
public final class LadderJudge implements AccountJudge {
    private final Adjudicator adjudicator;
    private final OcsfWriter findings;

    /** Judges and writes. */
    public LadderJudge(Adjudicator adjudicator, OcsfWriter findings) {
        this.adjudicator = adjudicator;
        this.findings = findings;
    }

    @Override
    public Judged judge(Case question) {
        Judgement judgement = adjudicator.judge(new Question(
                question.account(),
                question.asOf(),
                question.profile(),
                question.history(),
                question.exchanges(),
                question.acts(),
                question.policies()::at,
                question.policies()::named));
        return new Judged(
                judgement.profile(),
                judgement.history(),
                judgement.tooLate(),
                judgement.standing(),
                judgement.findings().stream().map(findings::write).toList(),
                judgement.contribution(),
                judgement.edges(),
                judgement.wake());
    }
}
