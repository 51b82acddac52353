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
        FoldedText prompt = text.prompt();
        reading.sizes(prompt.length(), text.turns().size(), text.output().length());
        reading.script(Scripts.main(prompt, Math.min(WINDOW, prompt.size())));
        String head = prompt.length() <= WINDOW ? prompt.text() : prompt.text().substring(0, WINDOW);
        if (PromptShape.holdsCode(head)) {
            reading.structure(Structure.CODE);
        }
        if (PromptShape.holdsData(head)) {
            reading.structure(Structure.DATA);
        }
        reading.structure(answers.flags(text.output()));
    }
}
