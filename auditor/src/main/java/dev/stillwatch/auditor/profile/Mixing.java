// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection of 64 bits that mixes well. */
public final class Mixing {
    private Mixing() {}

    /** The bits of a number, mixed. */
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A number for two, in this order. */
    public static long mix(long first, long second) {
        return mix(mix(first) ^ second);
    }

    /** A rank for a name; names are the provider's own (models, accounts), so no key is needed. */
    public static long mix(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        return hash;
    }
}
