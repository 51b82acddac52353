// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds a text source for a role: a corpus whose kind and name fit, else the project's grammar. One account draws from
 * one source, so that results can be resampled by source.
 */
final class Library {
    private static final Map<String, Wanted> WANTED = Map.ofEntries(
            Map.entry("chat", wanted("benign", "^(?!.*(harmless|red|toxic)).*")),
            Map.entry("redteam", wanted("benign", "harmless|red-?team|toxic")),
            Map.entry("judge", wanted("batch", "judge|pairwise|rating|grading")),
            Map.entry("classify", wanted("batch", "clinc|intent|categor|classif|banking|dbpedia|topic|sentiment")),
            Map.entry("summary", wanted("batch", "summar|outline|cnn|headline|title")),
            Map.entry("rag", wanted("batch", "quartz|cosmos|ropes|question|qa|passage|squad")),
            Map.entry("translate", wanted("batch", "wmt|transl|de-en|en-de|flores")),
            Map.entry("synthetic", wanted("batch", "common_?gen|generat|synth")),
            Map.entry("code", wanted("batch", "fim|infill|complet|code")),
            Map.entry("evaluation", wanted("eval-set", ".")),
            Map.entry("maths_seed", wanted("distillation", "gsm|math|cot|reason|s1|limo|olymp|proof")),
            Map.entry("instruction", wanted("distillation", "^(?!.*(generator|seed|-zh|gsm)).*")),
            Map.entry("multilingual", wanted("distillation", "-zh|multi|-ja|-ko|-ru|-es|lang")));

    private final List<PromptSource.Corpus> corpora;
    private final Grammar grammar;

    Library(List<PromptSource.Corpus> corpora, Grammar grammar) {
        this.corpora = List.copyOf(corpora);
        this.grammar = grammar;
    }

    boolean isEmpty() {
        return corpora.isEmpty();
    }

    Grammar grammar() {
        return grammar;
    }

    /** A source for the role, drawn among those that fit. */
    PromptSource source(String role, Draws draws) {
        Wanted wanted = WANTED.get(role);
        if (wanted != null) {
            List<PromptSource.Corpus> fitting =
                    corpora.stream().filter(wanted::fits).toList();
            if (!fitting.isEmpty()) {
                return draws.pick(fitting);
            }
        }
        return new PromptSource.Grown(grammar, role);
    }

    private static Wanted wanted(String kind, String name) {
        return new Wanted(kind, Pattern.compile(name, Pattern.CASE_INSENSITIVE));
    }

    private record Wanted(String kind, Pattern name) {
        boolean fits(PromptSource.Corpus corpus) {
            return corpus.kind().equals(kind) && name.matcher(corpus.name()).find();
        }
    }
}
