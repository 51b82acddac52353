// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all phrases of a list in one pass over a text (Aho and Corasick 1975), each character a table look-up. Text is
 * folded as it streams by: lower case, accents stripped, every run of spaces and punctuation one space; only angle and
 * square brackets and the slash stay, because tags are made of them. A phrase of an alphabet starts at the start of a
 * word and, unless it ends in {@code *}, ends at the end of one; ideographs and kana have no words. Immutable.
 */
final class PhraseAutomaton {
    private static final int[] NOTHING = {};

    /** The symbols of ordinary words: those that fill a cache line. */
    private static final int NEAR = 32;

    private static final String COMMON = " abcdefghijklmnopqrstuvwxyz";

    private final short[] symbols = new short[Character.MAX_VALUE + 1];
    private final int width;
    /** The next node by node and symbol, for the first {@link #NEAR} symbols: a step of ordinary text is here. */
    private final char[] near;
    /**
     * For the others, rows that several nodes share: most phrases are of letters, and where none of the others goes on, all
     * nodes do as the root. Beside the near ones, as one row, the lines of ordinary text would fall into few sets of the
     * cache.
     */
    private final char[] far;
    /** Where in {@link #far} a node's row begins. */
    private final int[] farRows;

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
        width = Math.max(NEAR, number(patterns));
        int most = beginnings(patterns);
        if (most > Character.MAX_VALUE) {
            throw new IllegalArgumentException("the phrases have more than 65,535 different beginnings");
        }
        char[] edges = new char[most * width];
        int[][] found = new int[most][];
        Arrays.fill(found, NOTHING);
        build(patterns, edges, found);
        int[] order = link(edges, found);
        near = new char[order.length * NEAR];
        farRows = new int[order.length];
        endings = new int[order.length][];
        ends = new boolean[order.length];
        far = place(edges, found, order);
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
        int symbol = symbols[c];
        int reached = symbol < NEAR ? near[node * NEAR + symbol] : far[farRows[node] + symbol - NEAR];
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

    /** Numbers the symbols of the patterns; 0 is any other. Returns how many there are. */
    private int number(List<String> patterns) {
        int count = 1;
        for (char c : (COMMON + String.join("", patterns)).toCharArray()) {
            if (symbols[c] == 0) {
                symbols[c] = (short) count++;
            }
        }
        return count;
    }

    /** How many different beginnings the patterns have, the empty one among them: each is a node. */
    private static int beginnings(List<String> patterns) {
        List<String> sorted = patterns.stream().sorted().toList();
        int beginnings = 1;
        String before = "";
        for (String pattern : sorted) {
            int common = 0;
            while (common < Math.min(before.length(), pattern.length())
                    && before.charAt(common) == pattern.charAt(common)) {
                common++;
            }
            beginnings += pattern.length() - common;
            before = pattern;
        }
        return beginnings;
    }

    private void build(List<String> patterns, char[] edges, int[][] found) {
        int nodes = 1;
        for (int phrase = 0; phrase < patterns.size(); phrase++) {
            int node = 0;
            for (char c : patterns.get(phrase).toCharArray()) {
                int edge = node * width + symbols[c];
                if (edges[edge] == 0) {
                    edges[edge] = (char) nodes++;
                }
                node = edges[edge];
            }
            found[node] = joined(found[node], new int[] {phrase});
        }
    }

    /** Breadth first, so that the fallback of a node is complete before the node is. Returns the nodes in that order. */
    private int[] link(char[] edges, int[][] found) {
        int[] fallback = new int[found.length];
        int[] order = new int[found.length];
        int known = 1;
        for (int at = 0; at < known; at++) {
            int node = order[at];
            found[node] = node == 0 ? NOTHING : joined(found[node], found[fallback[node]]);
            for (int symbol = 0; symbol < width; symbol++) {
                int edge = node * width + symbol;
                int fallen = node == 0 ? 0 : edges[fallback[node] * width + symbol];
                if (edges[edge] == 0) {
                    edges[edge] = (char) fallen;
                } else {
                    fallback[edges[edge]] = fallen;
                    order[known++] = edges[edge];
                }
            }
        }
        return Arrays.copyOf(order, known);
    }

    /** Lays the nodes out in that order: those near the root, where most of a text is spent, lie side by side. Returns the far rows. */
    private char[] place(char[] edges, int[][] found, int[] order) {
        int[] place = new int[found.length];
        for (int at = 0; at < order.length; at++) {
            place[order[at]] = at;
        }
        Map<String, Integer> rows = new HashMap<>();
        StringBuilder distinct = new StringBuilder();
        char[] row = new char[width];
        for (int at = 0; at < order.length; at++) {
            int node = order[at];
            endings[at] = found[node];
            ends[at] = found[node].length > 0;
            for (int symbol = 0; symbol < width; symbol++) {
                row[symbol] = (char) place[edges[node * width + symbol]];
            }
            System.arraycopy(row, 0, near, at * NEAR, NEAR);
            String others = new String(row, NEAR, width - NEAR);
            Integer known = rows.putIfAbsent(others, distinct.length());
            farRows[at] = known == null ? distinct.length() : known;
            distinct.append(known == null ? others : "");
        }
        return distinct.toString().toCharArray();
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
