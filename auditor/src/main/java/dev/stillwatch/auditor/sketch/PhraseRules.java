// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A lexicon of concepts and the rules over them. A concept is a set of phrases in any language; a rule holds when all
 * its concepts occur within a span of folded characters, in any order. So a rule catches the paraphrases of a request
 * and not only its wording, and still costs one pass over the text. Immutable.
 *
 * <p>File: {@code concept NAME: phrase | phrase ...} and {@code rule LABEL SPAN: NAME NAME ...}; a line that starts with
 * a space goes on with the line before; {@code #} starts a comment; the first line is {@code version N}.
 */
final class PhraseRules {
    private final int version;
    private final PhraseAutomaton automaton;
    private final int[] conceptOfPhrase;
    private final int concepts;
    private final List<Rule> rules;
    /** Rule numbers by concept: no other rule can begin to hold where the concept stands. */
    private final int[][] rulesOfConcept;

    /** One rule: the label it gives when its concepts stand within the span. */
    record Rule(String label, int span, int[] concepts) {}

    private PhraseRules(
            int version, List<String> phrases, List<Integer> conceptOfPhrase, int concepts, List<Rule> rules) {
        this.version = version;
        this.automaton = new PhraseAutomaton(phrases);
        this.conceptOfPhrase = conceptOfPhrase.stream().mapToInt(c -> c).toArray();
        this.concepts = concepts;
        this.rules = List.copyOf(rules);
        this.rulesOfConcept = IntStream.range(0, concepts)
                .mapToObj(concept -> IntStream.range(0, rules.size())
                        .filter(rule ->
                                Arrays.stream(rules.get(rule).concepts()).anyMatch(needed -> needed == concept))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Reads a rule file; says the line and what was expected when it cannot. */
    static PhraseRules parse(List<String> lines) {
        List<String> statements = Statements.of(lines);
        if (statements.isEmpty() || !statements.get(0).startsWith("version ")) {
            throw new IllegalArgumentException("the first line must be 'version N'");
        }
        int version = Integer.parseInt(statements.get(0).substring(8).strip());
        Map<String, Integer> names = new LinkedHashMap<>();
        List<String> phrases = new ArrayList<>();
        List<Integer> conceptOfPhrase = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (String statement : statements.subList(1, statements.size())) {
            int colon = statement.indexOf(':');
            String[] head = statement.substring(0, Math.max(0, colon)).strip().split("\\s+", -1);
            String body = statement.substring(colon + 1).strip();
            if (head[0].equals("concept") && head.length == 2) {
                int concept = names.computeIfAbsent(head[1], name -> names.size());
                for (String phrase : body.split("\\|", -1)) {
                    phrases.add(phrase.strip());
                    conceptOfPhrase.add(concept);
                }
            } else if (head[0].equals("rule") && head.length == 3) {
                rules.add(new Rule(head[1], Integer.parseInt(head[2]), known(names, body)));
            } else {
                throw new IllegalArgumentException("expected 'concept NAME: ...' or 'rule LABEL SPAN: ...', not '"
                        + statement.substring(0, Math.min(40, statement.length())) + "'");
            }
        }
        return new PhraseRules(version, phrases, conceptOfPhrase, names.size(), rules);
    }

    /** Version of the file. */
    int version() {
        return version;
    }

    /** The rules, a rule's number is its place. */
    List<Rule> rules() {
        return rules;
    }

    /** A scan with its own memory; one thread. */
    Scan scan() {
        return new Scan();
    }

    private static int[] known(Map<String, Integer> names, String body) {
        return Arrays.stream(body.split("\\s+", -1))
                .mapToInt(name -> {
                    Integer concept = names.get(name);
                    if (concept == null) {
                        throw new IllegalArgumentException("a rule names the unknown concept '" + name + "'");
                    }
                    return concept;
                })
                .toArray();
    }

    /** The rules that hold for one text after another. */
    final class Scan {
        private static final int NEVER = Integer.MIN_VALUE / 2;

        private final int[] last = new int[concepts];
        private final boolean[] holds = new boolean[rules.size()];

        /** Forgets the text before. */
        void clear() {
            Arrays.fill(holds, false);
        }

        /** Reads units {@code [from, to)} of a text and adds the rules that hold in them. */
        void read(FoldedText text, int from, int to) {
            Arrays.fill(last, NEVER);
            automaton.scan(text, from, to, this::found);
        }

        /** Whether rule {@code rule} held. */
        boolean holds(int rule) {
            return holds[rule];
        }

        private void found(int phrase, int position) {
            int concept = conceptOfPhrase[phrase];
            last[concept] = position;
            for (int rule : rulesOfConcept[concept]) {
                holds[rule] |= holdsAt(rules.get(rule), position);
            }
        }

        private boolean holdsAt(Rule rule, int position) {
            for (int needed : rule.concepts()) {
                if (position - last[needed] > rule.span()) {
                    return false;
                }
            }
            return true;
        }
    }
}
