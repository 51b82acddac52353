// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import java.util.List;

/** What one request may hold. Far above what gateways send, and low enough that no request is dear. */
final class Bounds {
    /** Longest body or message, in bytes. */
    static final int MOST_BYTES = 256 * 1024;

    /** Longest body that tells a whole call with its answer, in bytes. */
    static final int MOST_WEBHOOK_BYTES = 4 * 1024 * 1024;

    /** Longest headers of one request, in bytes: gateways pass on their callers'. */
    static final int MOST_HEADER_BYTES = 32 * 1024;

    /** Most hits of one descriptor: what Envoy's field for the whole request holds. */
    static final long MOST_HITS = 0xFFFF_FFFFL;

    private static final int MOST_DESCRIPTORS = 256;
    private static final int MOST_ENTRIES = 32;
    /** Longest name of a key or domain, in characters. */
    static final int LONGEST_NAME = 256;
    /** Longest value, in characters. */
    static final int LONGEST_VALUE = 4_096;

    private Bounds() {}

    /** A request within the bounds. */
    static LimitRequest request(String domain, List<Descriptor> descriptors, long hits) throws InvalidRequestException {
        if (domain.isEmpty()) {
            throw new InvalidRequestException("the rate limit domain must not be empty");
        }
        if (domain.length() > LONGEST_NAME) {
            throw new InvalidRequestException("the rate limit domain is longer than " + LONGEST_NAME + " characters");
        }
        if (descriptors.isEmpty()) {
            throw new InvalidRequestException("the list of rate limit descriptors must not be empty");
        }
        return new LimitRequest(domain, descriptors, Math.max(1, hits));
    }

    /** Refuses a list of descriptors that is too long before anything is made of it. */
    static void descriptors(int count) throws InvalidRequestException {
        if (count > MOST_DESCRIPTORS) {
            throw new InvalidRequestException(count + " descriptors; at most " + MOST_DESCRIPTORS + " in one request");
        }
    }

    /** Refuses a descriptor of no or too many entries. */
    static void entries(int count) throws InvalidRequestException {
        if (count == 0) {
            throw new InvalidRequestException("a descriptor without entries");
        }
        if (count > MOST_ENTRIES) {
            throw new InvalidRequestException(count + " entries; at most " + MOST_ENTRIES + " in one descriptor");
        }
    }

    /** An entry within the bounds. */
    static Entry entry(String key, String value) throws InvalidRequestException {
        if (key.isEmpty()) {
            throw new InvalidRequestException("a descriptor entry without a key");
        }
        if (key.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
            throw new InvalidRequestException("a descriptor entry longer than " + LONGEST_NAME + " (key) or "
                    + LONGEST_VALUE + " (value) characters");
        }
        if (isBroken(key) || isBroken(value)) {
            throw new InvalidRequestException("a descriptor entry with half a character");
        }
        return new Entry(key, value);
    }

    /** Half a surrogate pair has no UTF-8: another node would be asked about another value. */
    private static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (Character.isSurrogate(one)) {
                boolean pair = Character.isHighSurrogate(one)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Hits within the bounds. */
    static long hits(long hits) throws InvalidRequestException {
        if (hits < 0 || hits > MOST_HITS) {
            throw new InvalidRequestException(
                    "hits " + Long.toUnsignedString(hits) + "; at most " + MOST_HITS + " of one descriptor");
        }
        return hits;
    }
}
