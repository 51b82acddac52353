// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.EdgeFamily;
import dev.stillwatch.auditor.ring.SamePrompts;
import dev.stillwatch.auditor.ring.Synchrony;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fold of the members' latest contributions.
 *
 * @param tally the sum of their recent tallies: recent days decay with a half-life of two days
 * @param drift their own drifts of this day together: the mean of the squared distances, weighed by the prompts of the
 *     day, so that what sampling adds to one account's distance averages out over many
 * @param shifts which way those of this day lie from their own pasts, in the order of the members
 * @param same how much they ask the same prompts; nothing where more than content ties them
 * @param told when they were active, as far as each has told
 * @param last event time of each one's last contribution, in the order of the members; the least number without one
 * @param exchangesPerHour the sum of their own rates in their active hours; of sums over several days, so up to 3.4 times
 *     what an hour had
 * @param outputTokensPerHour the same in output tokens
 */
record RingFold(
        Tally tally,
        Drift drift,
        List<Shift> shifts,
        SamePrompts.Look same,
        List<Synchrony.Told> told,
        List<Long> last,
        long exchangesPerHour,
        long outputTokensPerHour) {
    /** Copies the lists. */
    RingFold {
        told = List.copyOf(told);
        last = List.copyOf(last);
        shifts = List.copyOf(shifts);
    }

    /** As the members' sums weigh in a UTC day: those of members that fell silent before it have decayed. */
    static RingFold of(RingQuestion question, int day) {
        Tally.Builder sum = new Tally.Builder();
        List<Synchrony.Told> told = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        List<Drift> drifts = new ArrayList<>();
        List<Shift> shifts = new ArrayList<>();
        List<Tally> recent = new ArrayList<>();
        long exchanges = 0;
        long tokens = 0;
        for (String member : question.ring().members()) {
            Optional<Contributed> contributed = question.contributions().apply(member);
            last.add(contributed.map(Contributed::asOf).orElse(Long.MIN_VALUE));
            if (contributed.isPresent()) {
                Contributed one = contributed.get();
                recent.add(one.recentIn(day));
                exchanges += one.exchangesPerHour();
                tokens += one.outputTokensPerHour();
                Course course = one.course();
                if (course.rhythm().day() == day) {
                    told.add(new Synchrony.Told(course.rhythm(), one.asOf()));
                    drifts.add(course.drift());
                    shifts.add(one.shift());
                }
            }
        }
        recent.forEach(sum::add);
        Tally pool = sum.build();
        SamePrompts.Look same = question.ring().families().contains(EdgeFamily.IDENTITY)
                ? SamePrompts.Look.NOTHING
                : same(pool, recent);
        return new RingFold(pool, pooled(drifts), shifts, same, told, last, exchanges, tokens);
    }

    private static SamePrompts.Look same(Tally pool, List<Tally> members) {
        long asking = 0;
        long asked = 0;
        for (Tally member : members) {
            asking += member.distinct(Sample.PROMPTS) > 0 ? 1 : 0;
            asked += pool.sampledIn(Sample.PROMPTS, member);
        }
        int sampled = pool.sampledIn(Sample.PROMPTS, pool);
        return SamePrompts.Look.of(asking, sampled, asked, pool.distinct(Sample.PROMPTS));
    }

    private static Drift pooled(List<Drift> drifts) {
        long today = 0;
        long past = 0;
        double distances = 0;
        for (Drift drift : drifts) {
            if (drift.today() > 1 && drift.past() > 1) {
                today += drift.today();
                past += drift.past();
                distances += (double) drift.today() * drift.distanceMicro();
            }
        }
        return today == 0 ? Drift.NONE : new Drift(today, past, Math.round(distances / today));
    }
}
