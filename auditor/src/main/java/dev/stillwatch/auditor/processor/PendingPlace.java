// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.util.Comparator;
import org.apache.kafka.common.utils.Bytes;

/**
 * A bucket and an account of it: what is judged at once, in the order in which it is judged.
 *
 * @param bucket start of the bucket, event time
 * @param account the account's name, UTF-8; empty stands before every account of the bucket
 */
record PendingPlace(long bucket, Bytes account) implements Comparable<PendingPlace> {
    private static final Comparator<PendingPlace> ORDER =
            Comparator.comparingLong(PendingPlace::bucket).thenComparing(PendingPlace::account);

    /** Before every account of a bucket. */
    static PendingPlace startOf(long bucket) {
        return new PendingPlace(bucket, Bytes.wrap(new byte[0]));
    }

    @Override
    public int compareTo(PendingPlace other) {
        return ORDER.compare(this, other);
    }
}
