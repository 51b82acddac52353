// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextHashTest {
    private final TextHash hash = new TextHash(upTo(16));

    /** The key 00..0f and messages 00.. of the authors' own test vectors (the paper's appendix has that of 15 bytes). */
    @Test
    void givesThePublishedVectors() {
        assertThat(hash.of(upTo(0))).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.of(upTo(1))).isEqualTo(0x74f839c593dc67fdL);
        assertThat(hash.of(upTo(8))).isEqualTo(0x93f5f5799a932462L);
        assertThat(hash.of(upTo(15))).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void absentTextHasNoHash() {
        assertThat(hash.of("")).isZero();
    }

    @Test
    void everyByteCounts() {
        Set<Long> seen = new HashSet<>();
        byte[] text = upTo(61);
        seen.add(hash.of(text));
        for (int i = 0; i < text.length; i++) {
            text[i] ^= 64;
            assertThat(seen.add(hash.of(text))).as("byte %d", i).isTrue();
            text[i] ^= 64;
        }
    }

    @Test
    void anotherPurposeOrKeyGivesAnother() {
        DeploymentKey one = DeploymentKey.of(1, new byte[32]);
        DeploymentKey other = DeploymentKey.of(1, upTo(32));

        long here = one.textHash("text-prompt").of("a prompt");

        assertThat(one.textHash("text-prompt").of("a prompt")).isEqualTo(here);
        assertThat(one.textHash("text-task").of("a prompt")).isNotEqualTo(here);
        assertThat(other.textHash("text-prompt").of("a prompt")).isNotEqualTo(here);
    }

    private static byte[] upTo(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
