// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

/** What one account writes and gets back: its source, its system text and the frame around its prompts. */
final class Wording {
    private static final String OWN = "own";

    private final Persona.Text text;
    private final Grammar grammar;
    private final PromptSource source;
    private final Draws draws;
    private final String system;
    private final String fixedFrame;
    private final long begin;
    private long asked;
    private PromptSource.Item item = new PromptSource.Item("", "");

    /**
     * The wording of one track of an account.
     *
     * @param group seeds what the members of a campaign share (its frame); differs between benign accounts
     */
    Wording(Persona persona, Library library, PromptSource source, Draws draws, Draws group) {
        this.text = persona.text();
        this.grammar = library.grammar();
        this.source = source;
        this.draws = draws;
        this.system = text.system().isEmpty() ? "" : grammar.expand(text.system(), group);
        this.fixedFrame = text.frameFixed() ? grammar.expand(text.frame(), group) : "";
        this.begin = draws.between(0, 1_000_000);
    }

    String system() {
        return system;
    }

    /** The prompt of the next conversation. */
    String opening() {
        if (asked % text.repeat() == 0) {
            item = source.item(begin + asked / text.repeat(), text.walk(), draws);
        }
        asked++;
        if (text.frame().isEmpty()) {
            return item.prompt();
        }
        String frame = fixedFrame.isEmpty() ? grammar.expand(text.frame(), draws) : fixedFrame;
        return Grammar.fillSlots(frame, slot -> switch (slot) {
            case "payload" -> item.prompt();
            case "done" -> item.completion().isEmpty() ? grammar.expand("short", draws) : item.completion();
            case "candidate" -> grammar.expand("candidate_text", draws);
            default -> "{" + slot + "}";
        });
    }

    /** A later turn of a conversation. */
    String following() {
        return text.follow().isEmpty()
                ? source.item(draws.between(0, 1_000_000), false, draws).prompt()
                : grammar.expand(text.follow(), draws);
    }

    /** What the model answered to the last prompt. */
    String answer(boolean refused) {
        if (refused) {
            return grammar.expand("declined", draws);
        }
        boolean own = text.answer().equals("prose") || text.answer().equals(OWN);
        return own && !item.completion().isEmpty() && text.frame().isEmpty()
                ? item.completion()
                : grammar.expand(text.answer(), draws);
    }
}
