// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.TextFeatures.Structure;

/** Leaves sizes, the main script of the prompt and the shape of prompt and answer. Reads bounded parts of either. */
final class StructureReader implements TextReader {
    /** Characters of the prompt that are looked at for script and shape. */
    private static final int WINDOW = 4096;

    private final AnswerShape answers = new AnswerShape();

    @Override
    public void read(ExchangeText text, Reading reading) {
        String prompt = text.prompt();
        reading.sizes(prompt.length(), text.turns().size(), text.output().length());
        String head = prompt.length() <= WINDOW ? prompt : prompt.substring(0, WINDOW);
        reading.script(Scripts.main(head));
        if (PromptShape.holdsCode(head)) {
            reading.structure(Structure.CODE);
        }
        if (PromptShape.holdsData(head)) {
            reading.structure(Structure.DATA);
        }
        reading.structure(answers.flags(text.output()));
    }
}
