// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * Who owns a key: the node whose score with it is the highest. A node that comes or goes changes the owner of its own keys
 * and of no others. Texts are hashed to 64 bits by FNV-1a over their characters, with their lengths between them, and mixed
 * by the finaliser of MurmurHash3, by which each bit of the result depends on all bits of node and key. Nothing is secret
 * about it: who chooses keys can choose whom they meet, and gains nothing but that node's company.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Rendezvous() {}

    /** What is hashed of texts, in their order. */
    static long key(String... texts) {
        long hash = FNV_OFFSET;
        for (String text : texts) {
            hash = add(hash, text);
        }
        return mix(hash);
    }

    /** Goes on with another text; {@link #key} of all of them is the mixed end of it. */
    static long add(long hash, String text) {
        long sum = (hash ^ text.length()) * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * FNV_PRIME;
        }
        return sum;
    }

    /** Which node of several has it is the one with the highest. Compared as unsigned. */
    static long score(long node, long key) {
        return mix(node ^ key);
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
