// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

/** Where alerts come from: a log in partitions that can be read again from any position. Safe for several threads. */
public interface AlertFeed {
    /** A reading that begins with the oldest alert kept. */
    AlertReading fromOldest();

    /** A reading that begins with the next alert to come. */
    AlertReading fromNow();

    /**
     * A reading that goes on where another one stopped. A partition that the position does not name is read from its
     * oldest alert: it is younger than the position.
     */
    AlertReading after(AlertPosition position);
}
