// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all phrases of a list in one pass over a text (Aho and Corasick 1975), each character a table look-up. Text is
 * folded as it streams by: lower case, accents stripped, every run of spaces and punctuation one space; only angle and
 * square brackets and the slash stay, because tags are made of them. A phrase of an alphabet starts at the start of a
 * word and, unless it ends in {@code *}, ends at the end of one; ideographs and kana have no words. Immutable.
 */
final class PhraseAutomaton {
    private static final int[] NOTHING = {};

    private final short[] symbols = new short[Character.MAX_VALUE + 1];
    private final int width;
    private final char[] next;
    private final int[][] endings;
    private final boolean[] ends;

    /** Called at the end of each phrase found. */
    interface Finding {
        /**
         * A phrase ended.
         *
         * @param phrase its number
         * @param position the folded character it ends before, counted from the start
         */
        void found(int phrase, int position);
    }

    /** An automaton for the phrases; a phrase's number is its place in the list. */
    PhraseAutomaton(List<String> phrases) {
        List<String> patterns = new ArrayList<>();
        for (String phrase : phrases) {
            patterns.add(pattern(phrase));
        }
        int symbolCount = 1;
        int nodes = 1;
        for (String pattern : patterns) {
            nodes += pattern.length();
            for (char c : pattern.toCharArray()) {
                if (symbols[c] == 0) {
                    symbols[c] = (short) symbolCount++;
                }
            }
        }
        if (nodes > Character.MAX_VALUE) {
            throw new IllegalArgumentException("the phrases have more than 65,535 characters");
        }
        width = symbolCount;
        next = new char[nodes * width];
        endings = new int[nodes][];
        Arrays.fill(endings, NOTHING);
        link(build(patterns));
        ends = new boolean[nodes];
        for (int node = 0; node < nodes; node++) {
            ends[node] = endings[node].length > 0;
        }
    }

    /** Streams units {@code [from, to)} of the text past the automaton; their end ends a word. */
    void scan(FoldedText text, int from, int to, Finding finding) {
        char[] raw = text.raw();
        char[] folded = text.folded();
        byte[] classes = text.classes();
        int position = 0;
        boolean spaced = true;
        int node = step(0, ' ', 0, finding);
        for (int i = from; i < to; i++) {
            byte kind = classes[i];
            char c = folded[i];
            if (kind <= CharacterFold.PUNCTUATION) {
                if (kind == CharacterFold.DROPPED) {
                    continue;
                }
                boolean blank = !isKept(raw[i]);
                if (blank && spaced) {
                    continue;
                }
                spaced = blank;
                c = blank ? ' ' : c;
            } else {
                spaced = false;
            }
            position++;
            node = step(node, c, position, finding);
        }
        step(node, ' ', position + 1, finding);
    }

    private int step(int node, char c, int position, Finding finding) {
        int reached = next[node * width + symbols[c]];
        if (ends[reached]) {
            for (int phrase : endings[reached]) {
                finding.found(phrase, position);
            }
        }
        return reached;
    }

    private static boolean isKept(char c) {
        return c == '<' || c == '>' || c == '[' || c == ']' || c == '/';
    }

    private String pattern(String phrase) {
        boolean open = phrase.endsWith("*");
        StringBuilder folded = new StringBuilder();
        String body = open ? phrase.substring(0, phrase.length() - 1) : phrase;
        for (char c : body.strip().toCharArray()) {
            byte kind = CharacterFold.classOf(c);
            if (kind != CharacterFold.DROPPED) {
                boolean blank = kind <= CharacterFold.PUNCTUATION && !isKept(c);
                folded.append(blank ? ' ' : CharacterFold.fold(c));
            }
        }
        if (folded.length() == 0 || body.indexOf('*') >= 0) {
            throw new IllegalArgumentException("a phrase has words, and '*' only at its end: '" + phrase + "'");
        }
        boolean wordStart = hasWords(folded.charAt(0));
        boolean wordEnd = !open && hasWords(folded.charAt(folded.length() - 1));
        return (wordStart ? " " : "") + folded + (wordEnd ? " " : "");
    }

    private boolean hasWords(char c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return Character.isLetterOrDigit(c)
                && script != Character.UnicodeScript.HAN
                && script != Character.UnicodeScript.HIRAGANA
                && script != Character.UnicodeScript.KATAKANA;
    }

    private int build(List<String> patterns) {
        int nodes = 1;
        for (int phrase = 0; phrase < patterns.size(); phrase++) {
            int node = 0;
            for (char c : patterns.get(phrase).toCharArray()) {
                int edge = node * width + symbols[c];
                if (next[edge] == 0) {
                    next[edge] = (char) nodes++;
                }
                node = next[edge];
            }
            endings[node] = joined(endings[node], new int[] {phrase});
        }
        return nodes;
    }

    /** Breadth first, so that the fallback of a node is complete before the node is. */
    private void link(int nodes) {
        int[] fallback = new int[nodes];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int symbol = 0; symbol < width; symbol++) {
            if (next[symbol] != 0) {
                queue.add((int) next[symbol]);
            }
        }
        while (!queue.isEmpty()) {
            int node = queue.remove();
            endings[node] = joined(endings[node], endings[fallback[node]]);
            for (int symbol = 0; symbol < width; symbol++) {
                int edge = node * width + symbol;
                int fallen = next[fallback[node] * width + symbol];
                if (next[edge] == 0) {
                    next[edge] = (char) fallen;
                } else {
                    fallback[next[edge]] = fallen;
                    queue.add((int) next[edge]);
                }
            }
        }
    }

    private static int[] joined(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
