// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.door.wire.owner.Drawing;
import dev.stillwatch.ratelimit.door.wire.owner.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What another node asks, within the bounds of what a gateway may ask. Buckets hold on to their plans, so there is one
 * object for each: a bounded number, beyond which a bucket is given its plan anew at each use.
 */
final class OwnerRequest {
    private static final int MOST_PLANS = 10_000;

    private final ConcurrentHashMap<Numbers, BucketPlan> plans = new ConcurrentHashMap<>();

    private record Numbers(Unit unit, long requests, long burst, boolean strict) {}

    dev.stillwatch.ratelimit.peer.Question read(Question wire) throws InvalidRequestException {
        if (wire.getTakingsCount() > dev.stillwatch.ratelimit.peer.Question.MOST) {
            throw new InvalidRequestException(
                    wire.getTakingsCount() + " takings; at most " + dev.stillwatch.ratelimit.peer.Question.MOST);
        }
        List<Taking> takings = new ArrayList<>(wire.getTakingsCount());
        for (var one : wire.getTakingsList()) {
            takings.add(taking(one));
        }
        return new dev.stillwatch.ratelimit.peer.Question(
                wire.hasDraw() ? Optional.of(drawing(wire.getDraw())) : Optional.empty(),
                wire.hasPutBack() ? Optional.of(drawing(wire.getPutBack())) : Optional.empty(),
                takings);
    }

    private static dev.stillwatch.ratelimit.standing.Drawing drawing(Drawing wire) throws InvalidRequestException {
        long perHour = number(wire.hasPerHour(), wire.getPerHour(), wire.getSubject());
        long ringPerHour = number(wire.hasRingPerHour(), wire.getRingPerHour(), wire.getRing());
        if (perHour < 0 && ringPerHour < 0) {
            throw new InvalidRequestException("a drawing from nothing");
        }
        return new dev.stillwatch.ratelimit.standing.Drawing(
                wire.getSubject(), perHour, wire.getRing(), ringPerHour, wire.getShadow(), wire.getLooks());
    }

    private static long number(boolean asked, long perHour, String of) throws InvalidRequestException {
        if (of.length() > Bounds.LONGEST_VALUE) {
            throw new InvalidRequestException("a subject longer than " + Bounds.LONGEST_VALUE + " characters");
        }
        if (!asked) {
            return -1;
        }
        if (of.isEmpty() || perHour < 0 || perHour > dev.stillwatch.ratelimit.standing.Drawing.MOST_PER_HOUR) {
            throw new InvalidRequestException("exchanges of nobody, or more than an hour has");
        }
        return perHour;
    }

    private Taking taking(dev.stillwatch.ratelimit.door.wire.owner.Taking wire) throws InvalidRequestException {
        Bounds.entries(wire.getEntriesCount());
        List<Entry> entries = new ArrayList<>(wire.getEntriesCount());
        for (var one : wire.getEntriesList()) {
            entries.add(Bounds.entry(one.getKey(), one.getValue()));
        }
        if (wire.getDomain().isEmpty() || wire.getDomain().length() > Bounds.LONGEST_NAME) {
            throw new InvalidRequestException("a domain of no or too many characters");
        }
        double share = wire.getShare();
        if (!(share > 0 && share <= 1)) {
            throw new InvalidRequestException("a share that is none");
        }
        return new Taking(
                wire.getDomain(), entries, plan(wire), Bounds.hits(wire.getHits()), share, wire.getGivesBack());
    }

    private Plan plan(dev.stillwatch.ratelimit.door.wire.owner.Taking wire) throws InvalidRequestException {
        Unit unit = unit(wire.getUnit());
        long requests = Bounds.hits(wire.getRequests());
        long burst = Bounds.hits(wire.getBurst());
        if (burst == 0) {
            return new WindowPlan(unit, requests);
        }
        if (requests == 0 || requests > unit.span().toNanos()) {
            throw new InvalidRequestException("a bucket that never refills, or faster than one in a nanosecond");
        }
        Numbers numbers = new Numbers(unit, requests, burst, wire.getStrict());
        BucketPlan known = plans.get(numbers);
        if (known != null) {
            return known;
        }
        BucketPlan fresh = new BucketPlan(unit, requests, burst, wire.getStrict());
        BucketPlan first = plans.size() < MOST_PLANS ? plans.putIfAbsent(numbers, fresh) : null;
        return first == null ? fresh : first;
    }

    private static Unit unit(dev.stillwatch.ratelimit.door.wire.owner.Unit wire) throws InvalidRequestException {
        return switch (wire) {
            case SECOND -> Unit.SECOND;
            case MINUTE -> Unit.MINUTE;
            case HOUR -> Unit.HOUR;
            case DAY -> Unit.DAY;
            case WEEK -> Unit.WEEK;
            case MONTH -> Unit.MONTH;
            case YEAR -> Unit.YEAR;
            case UNIT_UNKNOWN, UNRECOGNIZED -> throw new InvalidRequestException("a limit without a unit");
        };
    }
}
