// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import java.util.regex.Pattern;

/** The shape of an answer: a bare score, a JSON object, a refusal. One thread. */
final class AnswerShape {
    /** A bare score is at most this long. */
    private static final int LONGEST_SCORE = 48;
    /** A refusal says so at once. */
    private static final int REFUSAL_WINDOW = 240;

    /** A number or a verdict letter, with or without a label and "out of"; bounded input, no nested repeats. */
    private static final Pattern SCORE = Pattern.compile(
            "\\W*(?:(?:final |overall |total )?(?:score|rating|grade|points|verdict|winner|评分|分数|得分|点数|оценка|puntuaci[oó]n|punkte)\\W{0,6})?"
                    + "(?:-?\\d{1,3}(?:[.,]\\d{1,3})?(?:\\s*(?:/|out of|of|von|из)\\s*\\d{1,3})?%?|[AB]|tie)\\W*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final PhraseRules.Scan refusals =
            PhraseRules.parse(Statements.resource("refusals.txt")).scan();

    /** The flags of an answer, constants of {@link Structure}. */
    int flags(String output) {
        if (output.isEmpty()) {
            return 0;
        }
        int flags = 0;
        if (output.length() <= LONGEST_SCORE && SCORE.matcher(output).matches()) {
            flags |= Structure.SCORE_ANSWER;
        }
        if (isJsonObject(output)) {
            flags |= Structure.JSON_ANSWER;
        }
        refusals.clear();
        FoldedText opening = FoldedText.of(output.substring(0, Math.min(REFUSAL_WINDOW, output.length())));
        refusals.read(opening, 0, opening.size());
        if (refusals.holds(0)) {
            flags |= Structure.DECLINED_ANSWER;
        }
        return flags;
    }

    /** Opens and closes as an object, in a code fence or not; what lies between is not parsed. */
    private static boolean isJsonObject(String output) {
        int first = 0;
        int last = output.length() - 1;
        while (first <= last && isPadding(output.charAt(first))) {
            first++;
        }
        if (output.startsWith("json", first)) {
            first += 4;
            while (first <= last && isPadding(output.charAt(first))) {
                first++;
            }
        }
        while (last > first && isPadding(output.charAt(last))) {
            last--;
        }
        return first < last && output.charAt(first) == '{' && output.charAt(last) == '}';
    }

    private static boolean isPadding(char c) {
        return c == '`' || Character.isWhitespace(c);
    }
}
