// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is left of one limit.
 *
 * @param limit the whole
 * @param left what a call could take now, what others hold being taken; at least 0
 * @param untilFull how long until all that is charged has come back; what is held comes back when it is settled
 */
public record Left(long limit, long left, Duration untilFull) {
    /** What is left of each dimension, and of one more. */
    static Map<Dimension, Left> with(Map<Dimension, Left> all, Dimension dimension, Left one) {
        Map<Dimension, Left> more = new EnumMap<>(Dimension.class);
        more.putAll(all);
        more.put(dimension, one);
        return more;
    }

    /** The one of which less is left; of two alike the first. */
    static Left less(Left one, Left other) {
        return other.left < one.left ? other : one;
    }
}
