// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text in headers of HTTP. Gateways write names in UTF-8, and the HTTP library hands each byte on as a character (ISO 8859-1): a
 * subject with another name than in ASCII would be nobody here whom a standing or a file names.
 */
final class HeaderText {
    private static final char LAST_OF_ASCII = 0x7F;

    private HeaderText() {}

    /**
     * The values as they were written; the same list where all of them are ASCII.
     *
     * @throws InvalidRequestException when one is no UTF-8: it could be written in two ways, and be two subjects
     */
    static List<String> of(List<String> values) throws InvalidRequestException {
        // No stream: every question comes by here.
        for (int i = 0; i < values.size(); i++) {
            if (!isAscii(values.get(i))) {
                return decoded(values);
            }
        }
        return values;
    }

    private static List<String> decoded(List<String> values) throws InvalidRequestException {
        List<String> decoded = new ArrayList<>();
        try {
            for (String value : values) {
                decoded.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(value)))
                        .toString());
            }
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("a header whose bytes are not UTF-8");
        }
        return decoded;
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > LAST_OF_ASCII) {
                return false;
            }
        }
        return true;
    }
}
