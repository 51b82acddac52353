// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's own prompt grammar. A file has {@code [symbol]} headings with one alternative a line; {@code {symbol}}
 * expands, {@code {3..97}} is a number, {@code \n} a line break. Slots without a rule stay as they are, so that a frame
 * can be drawn once and filled for every request.
 */
final class Grammar {
    private static final List<String> FILES =
            List.of("words", "chat", "code", "work", "study", "tongues", "systems", "frames", "extraction", "answers");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,7})\\.\\.(\\d{1,7})");
    private static final int DEEPEST = 24;

    private final Map<String, List<String>> rules;

    Grammar(Map<String, List<String>> rules) {
        this.rules = rules;
    }

    /** The grammar that ships with the project. */
    static Grammar packaged() {
        Map<String, List<String>> rules = new HashMap<>();
        for (String file : FILES) {
            try (InputStream in = Grammar.class.getResourceAsStream(file + ".grammar")) {
                if (in == null) {
                    throw new IllegalStateException("the grammar '" + file + "' is missing from the distribution");
                }
                parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), rules);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Grammar(rules);
    }

    /**
     * Adds the rules of a file.
     *
     * @throws IllegalArgumentException when a symbol has a heading already: two files that mean different things by one
     *     name would mix, and honest texts would ask for what an attack asks for
     */
    static void parse(BufferedReader lines, Map<String, List<String>> rules) throws IOException {
        List<String> open = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                open = new ArrayList<>();
                if (rules.putIfAbsent(line.substring(1, line.length() - 1), open) != null) {
                    throw new IllegalArgumentException("the symbol " + line + " has two headings");
                }
            } else {
                open.add(line.replace("\\n", "\n"));
            }
        }
    }

    boolean has(String symbol) {
        return rules.containsKey(symbol);
    }

    /** One random text of the symbol. */
    String expand(String symbol, Draws draws) {
        List<String> alternatives = rules.get(symbol);
        if (alternatives == null) {
            throw new IllegalArgumentException("the grammar has no symbol '" + symbol + "'");
        }
        return fill(draws.pick(alternatives), draws, 0);
    }

    /** Replaces each slot of a frame by what the filler gives for its name. */
    static String fillSlots(String frame, UnaryOperator<String> filler) {
        StringBuilder out = new StringBuilder(frame.length() + 200);
        int at = 0;
        for (int close = frame.indexOf('}'); close >= 0; close = frame.indexOf('}', close + 1)) {
            // The innermost brace: texts with code or JSON hold braces of their own.
            int open = frame.lastIndexOf('{', close);
            if (open >= at) {
                out.append(frame, at, open).append(filler.apply(frame.substring(open + 1, close)));
                at = close + 1;
            }
        }
        return out.append(frame, at, frame.length()).toString();
    }

    private String fill(String template, Draws draws, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalStateException("the grammar does not end: " + template);
        }
        return fillSlots(template, slot -> slot(slot, draws, depth));
    }

    private String slot(String slot, Draws draws, int depth) {
        List<String> alternatives = rules.get(slot);
        if (alternatives != null) {
            return fill(draws.pick(alternatives), draws, depth + 1);
        }
        Matcher range = RANGE.matcher(slot);
        if (range.matches()) {
            return Integer.toString(draws.between(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))));
        }
        return "{" + slot + "}";
    }
}
