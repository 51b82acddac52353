// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/**
 * A text prepared once for all its readers: beside each UTF-16 unit its class and its folded form ({@link
 * CharacterFold}). Of a text longer than {@link #LONGEST} only its two ends are held, half of that each, so that the
 * work per text is bounded whatever its length. The arrays are shared with the readers, who do not write to them.
 */
public final class FoldedText {
    /** Characters held of a text. */
    public static final int LONGEST = 32_768;

    private static final FoldedText EMPTY = new FoldedText("");

    private final String text;
    private final char[] raw;
    private final char[] folded;
    private final byte[] classes;
    private final boolean ascii;

    private FoldedText(String text) {
        this.text = text;
        int size = Math.min(text.length(), LONGEST);
        raw = new char[size];
        folded = new char[size];
        classes = new byte[size];
        if (size == text.length()) {
            text.getChars(0, size, raw, 0);
        } else {
            text.getChars(0, LONGEST / 2, raw, 0);
            text.getChars(text.length() - LONGEST / 2, text.length(), raw, LONGEST / 2);
        }
        int all = 0;
        for (int i = 0; i < size; i++) {
            char c = raw[i];
            folded[i] = CharacterFold.fold(c);
            classes[i] = CharacterFold.classOf(c);
            all |= c;
        }
        ascii = all < 128;
    }

    private FoldedText(char[] raw, char[] folded, byte[] classes, boolean ascii) {
        this.text = new String(raw);
        this.raw = raw;
        this.folded = folded;
        this.classes = classes;
        this.ascii = ascii;
    }

    /** The text, folded. */
    public static FoldedText of(String text) {
        return text.isEmpty() ? EMPTY : new FoldedText(text);
    }

    /**
     * What is held, with spaces in some places.
     *
     * @param spans each the first unit of a place and the first one after it
     * @param count numbers of {@code spans} that count
     */
    FoldedText without(int[] spans, int count) {
        char[] bare = raw.clone();
        char[] bareFolded = folded.clone();
        byte[] bareClasses = classes.clone();
        for (int i = 0; i < count; i += 2) {
            Arrays.fill(bare, spans[i], spans[i + 1], ' ');
            Arrays.fill(bareFolded, spans[i], spans[i + 1], CharacterFold.fold(' '));
            Arrays.fill(bareClasses, spans[i], spans[i + 1], CharacterFold.SPACE);
        }
        return new FoldedText(bare, bareFolded, bareClasses, ascii);
    }

    /** The text itself. */
    public String text() {
        return text;
    }

    /** Length of the text in UTF-16 units, whether or not all are held. */
    public int length() {
        return text.length();
    }

    /** Whether only its two ends are held. */
    boolean isCut() {
        return text.length() > LONGEST;
    }

    /** UTF-16 units held. */
    int size() {
        return raw.length;
    }

    /** The units held. */
    char[] raw() {
        return raw;
    }

    /** The folded form of each. */
    char[] folded() {
        return folded;
    }

    /** The class of each, a constant of {@link CharacterFold}. */
    byte[] classes() {
        return classes;
    }

    /** Whether every unit held is ASCII. */
    boolean isAscii() {
        return ascii;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoldedText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Its length only: a text reaches no log. */
    @Override
    public String toString() {
        return "text of " + text.length() + " characters";
    }
}
