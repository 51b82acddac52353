// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.ratelimit.apply.Portion;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code count.lua} is given, and what its numbers mean. */
final class CountScript {
    /** For the clock of the Redis. */
    static final long ITS_OWN_TIME = -1;

    private static final int GIVEN = 5;
    private static final int TOLD = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** More hits than any limit is. */
    private static final long MOST = 1L << 34;

    private CountScript() {}

    /** Its text. */
    static String text() {
        try (InputStream resource = CountScript.class.getResourceAsStream("count.lua")) {
            if (resource == null) {
                throw new IllegalStateException("count.lua is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its arguments. */
    static String[] given(long now, List<Portion> portions) {
        String[] given = new String[1 + GIVEN * portions.size()];
        given[0] = Long.toString(now);
        for (int i = 0; i < portions.size(); i++) {
            Portion portion = portions.get(i);
            Plan plan = portion.plan();
            BucketPlan bucket = plan instanceof BucketPlan one ? one : null;
            long hits = Math.min(MOST, portion.hits());
            int first = 1 + GIVEN * i;
            given[first] = bucket == null ? "w" : bucket.strict() ? "s" : "b";
            given[first + 1] = Long.toString(plan.unit().span().toMillis());
            given[first + 2] = Long.toString(plan.requests());
            given[first + 3] = Long.toString(bucket == null ? 0 : bucket.burst());
            given[first + 4] = Long.toString(portion.taking().givesBack() ? -hits : hits);
        }
        return given;
    }

    /** What an answer says of the taking of that number. */
    static Taken told(List<Long> answer, int index, Portion portion) {
        long now = answer.get(0);
        List<Long> told = answer.subList(1 + TOLD * index, 1 + TOLD * (index + 1));
        long span = portion.plan().unit().span().toMillis();
        long unitEnds = (span - Math.floorMod(now, span) + told.get(0) * span) * NANOS_PER_MILLI;
        boolean givesBack = portion.taking().givesBack();
        Taken counter = portion.plan() instanceof BucketPlan bucket
                ? new BucketLevel(bucket, told.get(2), told.get(3), told.get(4), unitEnds)
                        .taken(portion.hits(), givesBack, told.get(1) == 1)
                : Taken.ofWindow(
                        portion.plan().requests(),
                        told.get(1),
                        givesBack ? -portion.hits() : portion.hits(),
                        givesBack,
                        unitEnds);
        return portion.told(counter);
    }

    /** Whether an answer has as many numbers as so many takings need. */
    static boolean fits(List<?> answer, int takings) {
        return answer.size() == 1 + TOLD * takings && answer.stream().allMatch(Long.class::isInstance);
    }
}
