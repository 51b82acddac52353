// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The id of an alert: the first 128 bits of the SHA-256 of what made it, in hex. The same input under the same policy
 * gives the same id, whatever the order of arrival; the format is public contract.
 */
public final class AlertId {
    private static final int BYTES = 16;

    private AlertId() {}

    /**
     * The id.
     *
     * @param kind label of the kind of finding
     * @param subject account, ring or source
     * @param bucketEnd end of the bucket that raised it, event time
     * @param policy policy id, {@code name@version}
     */
    public static String of(String kind, String subject, long bucketEnd, String policy) {
        try {
            // Lengths come before the parts, so that no two questions share one text.
            String text = kind.length() + ":" + kind + subject.length() + ":" + subject + bucketEnd + ":" + policy;
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
