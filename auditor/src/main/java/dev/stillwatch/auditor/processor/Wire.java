// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.wire.Codec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that this deployment itself wrote: what they fail with is a fault of ours, not of the input. */
final class Wire {
    private Wire() {}

    static <T> T own(Codec<T> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (WireException e) {
            throw new IllegalStateException("a value of our own topic or store cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether bytes can name what is kept under them: some, and none of them the one that ends a name in a store's key. */
    static boolean isName(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return false;
        }
        for (byte one : key) {
            if (one == 0) {
                return false;
            }
        }
        return true;
    }

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
