// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;

/**
 * A hot state as it is kept. Judging is fast because the hot values of all accounts stay small, so what an account has
 * beyond {@link #MOST_HOT} bytes is kept with its cold state and read along only where there is such a rest.
 *
 * @param hot for the hot store, at most {@link #MOST_HOT} bytes; its first byte is the format version
 * @param rest for the cold store; no bytes when everything is hot
 */
public record KeptProfile(byte[] hot, byte[] rest) {
    /** Most bytes of a value in the hot store. */
    public static final int MOST_HOT = 1024;

    /** Whether a value of the hot store has a rest elsewhere. */
    public static boolean hasRest(byte[] hot) {
        return ProfileCodec.hasRest(hot);
    }

    /** The open UTC day of a value of the hot store, {@link Integer#MIN_VALUE} before the first exchange. */
    public static int day(byte[] hot) {
        return ProfileCodec.day(hot);
    }

    /** Both, one after the other. */
    byte[] whole() {
        if (rest.length == 0) {
            return hot;
        }
        byte[] whole = Arrays.copyOf(hot, hot.length + rest.length);
        System.arraycopy(rest, 0, whole, hot.length, rest.length);
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeptProfile that && Arrays.equals(hot, that.hot) && Arrays.equals(rest, that.rest);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(hot) + Arrays.hashCode(rest);
    }

    @Override
    public String toString() {
        return "KeptProfile[" + hot.length + " + " + rest.length + " bytes]";
    }
}
