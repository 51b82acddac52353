// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.List;

/** Where an account's prompts come from. */
sealed interface PromptSource {
    /** What is asked and, where the corpus has it, what was answered; an empty completion when it has not. */
    record Item(String prompt, String completion) {}

    /** The name under which results are grouped by text source. */
    String name();

    /** The item of the given number of a walk that began at a random place, or a random one. */
    Item item(long number, boolean walk, Draws draws);

    /** Texts that somebody else wrote. */
    record Corpus(String name, String kind, List<Item> items) implements PromptSource {
        @Override
        public Item item(long number, boolean walk, Draws draws) {
            return walk ? items.get((int) Math.floorMod(number, (long) items.size())) : draws.pick(items);
        }
    }

    /** Texts of the project's own grammar. */
    record Grown(Grammar grammar, String symbol) implements PromptSource {
        @Override
        public String name() {
            return "grammar-" + symbol;
        }

        @Override
        public Item item(long number, boolean walk, Draws draws) {
            return new Item(grammar.expand(symbol, draws), "");
        }
    }
}
