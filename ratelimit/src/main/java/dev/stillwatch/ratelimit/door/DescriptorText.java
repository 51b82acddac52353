// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors in one line: {@code account=acct-1;model=m, account=acct-1}. Commas part descriptors, semicolons the
 * entries of one, outermost first; {@code %XX} stands for a byte of UTF-8 that would mean something else here.
 */
final class DescriptorText {
    private DescriptorText() {}

    static List<List<Entry>> parse(String text) throws InvalidRequestException {
        List<List<Entry>> descriptors = new ArrayList<>();
        for (String part : parts(text, ',')) {
            List<Entry> entries = new ArrayList<>();
            for (String pair : parts(part, ';')) {
                entries.add(entry(pair));
                Bounds.entries(entries.size());
            }
            Bounds.entries(entries.size());
            descriptors.add(entries);
            Bounds.descriptors(descriptors.size());
        }
        return descriptors;
    }

    /** The parts that are not blank. */
    static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf(separator, from);
            int to = end < 0 ? text.length() : end;
            String part = text.substring(from, to).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = to + 1;
        }
        return parts;
    }

    private static Entry entry(String pair) throws InvalidRequestException {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            // Envoy's own form of an entry that has a key only.
            return Bounds.entry(decode(pair), "");
        }
        return Bounds.entry(
                decode(pair.substring(0, equals).strip()),
                decode(pair.substring(equals + 1).strip()));
    }

    private static String decode(String text) throws InvalidRequestException {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw new InvalidRequestException("descriptors are printable ASCII; percent-encode other bytes");
            }
            if (c == '%') {
                bytes.put(hexadecimal(text, i + 1));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("percent-encoded bytes in a descriptor that are not UTF-8");
        }
    }

    private static byte hexadecimal(String text, int at) throws InvalidRequestException {
        int high = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new InvalidRequestException("a % in a descriptor without two hexadecimal digits after it");
        }
        return (byte) (high << 4 | low);
    }
}
