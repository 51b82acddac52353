// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where hits are counted: here, or by whom they belong to. Safe for any number of threads. */
public interface Counts {
    /** What time it is, for {@link #count(Taking, List, long)}; nothing where others count, by clocks of their own. */
    default long reading() {
        return 0;
    }

    /**
     * Counts one at a reading.
     *
     * @param subjects keys of pairs whose values name accounts
     * @param reading as {@link #reading} gives it
     * @throws UndecidedException when nobody can tell
     */
    default Taken count(Taking taking, List<String> subjects, long reading) throws UndecidedException {
        return count(taking, subjects);
    }

    /**
     * Counts one.
     *
     * @param subjects keys of pairs whose values name accounts
     * @throws UndecidedException when nobody can tell
     */
    Taken count(Taking taking, List<String> subjects) throws UndecidedException;

    /**
     * Counts all of a request, whatever becomes of each.
     *
     * @param takings what is counted, null where nothing is
     * @param subjects keys of pairs whose values name accounts
     * @return one for each, null where nothing was to be counted
     * @throws UndecidedException when nobody can tell of one of them; others may have been counted
     */
    @Nullable
    Taken[] count(@Nullable Taking[] takings, List<String> subjects) throws UndecidedException;
}
