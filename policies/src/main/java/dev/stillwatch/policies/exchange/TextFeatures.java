// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

/**
 * What the text readers saw of one exchange: counts, marks, keyed hashes and the sign sketch. Text cannot be rebuilt
 * from it; the document on privacy says what a reader who can also send prompts could still learn.
 *
 * @param sketch sign sketch of the last user turn, {@link SignSketch#NONE} when there was no text
 * @param skeleton keyed hash of the prompt's template: what stays when payload (numbers, quotes, long literals) is
 *     taken out; 0 when absent
 * @param system keyed hash of the system text; 0 when absent
 * @param prompt keyed hash of the normalised last user turn; 0 when absent
 * @param task keyed hash of the head of the last user turn: equal for several candidates of one task; 0 when absent
 * @param opening keyed hash of the first 8 words of the normalised last user turn: equal for prompts that begin alike
 *     whatever follows; 0 when it has fewer words or is absent
 * @param closing keyed hash of its last 8 words; 0 when it has fewer or is absent
 * @param marks which phrase marks were seen
 * @param elicitation similarity of the prompt to the nearest elicitation seed, 0..255 for cosine 0..1
 * @param script the main script of the prompt
 * @param promptCharacters characters of the last user turn
 * @param promptTokens word pieces read of the last user turn
 * @param turns messages in the request
 * @param outputCharacters characters of the answer
 * @param structure shape flags of prompt and answer
 * @param unconfirmed whether a reader ran over its budget and left this text partly unread
 * @param shared hash of the prompt's template under the sharing group's key, as {@code skeleton} is under the deployment's;
 *     0 when there is no group or no template
 */
public record TextFeatures(
        SignSketch sketch,
        long skeleton,
        long system,
        long prompt,
        long task,
        long opening,
        long closing,
        Marks marks,
        int elicitation,
        Script script,
        int promptCharacters,
        int promptTokens,
        int turns,
        int outputCharacters,
        Structure structure,
        boolean unconfirmed,
        long shared) {
    /** Greatest similarity to an elicitation seed. */
    public static final int MOST_ELICITATION = 255;

    /**
     * Refuses what no reader of the wire format would take, so that a value that can be written can also be read back.
     *
     * @throws IllegalArgumentException when a count is negative or the elicitation is outside its range
     */
    public TextFeatures {
        if (elicitation < 0 || elicitation > MOST_ELICITATION) {
            throw new IllegalArgumentException("elicitation " + elicitation + " is outside 0.." + MOST_ELICITATION);
        }
        if (promptCharacters < 0 || promptTokens < 0 || turns < 0 || outputCharacters < 0) {
            throw new IllegalArgumentException("a size of the text is negative");
        }
    }

    /** What is known of an exchange without text. */
    public static final TextFeatures NONE = new TextFeatures(
            SignSketch.NONE, 0, 0, 0, 0, 0, 0, Marks.NONE, 0, Script.NONE, 0, 0, 0, 0, Structure.NONE, false, 0);

    /** The main script of a text; ordinal is wire format: append only. */
    public enum Script {
        NONE,
        LATIN,
        CYRILLIC,
        GREEK,
        HAN,
        KANA,
        HANGUL,
        ARABIC,
        HEBREW,
        DEVANAGARI,
        THAI,
        OTHER
    }

    /**
     * Shape of prompt and answer as flags.
     *
     * @param bits see the constants
     */
    public record Structure(int bits) {
        /** No flag. */
        public static final Structure NONE = new Structure(0);
        /** The prompt holds source code. */
        public static final int CODE = 1;
        /** The prompt holds JSON or a table. */
        public static final int DATA = 1 << 1;
        /** The answer is a bare number or score. */
        public static final int SCORE_ANSWER = 1 << 2;
        /** The answer is a JSON object. */
        public static final int JSON_ANSWER = 1 << 3;
        /** Not set any more: docs/decisions/0010. The bit stays taken, because it is wire format. */
        public static final int TAGGED_ANSWER = 1 << 4;
        /** The answer declines. */
        public static final int DECLINED_ANSWER = 1 << 5;

        /** Whether any of the given flags is set. */
        public boolean has(int flag) {
            return (bits & flag) != 0;
        }
    }
}
