// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.door.wire.owner.Drawing;
import dev.stillwatch.ratelimit.door.wire.owner.Entry;
import dev.stillwatch.ratelimit.door.wire.owner.PlanTaken;
import dev.stillwatch.ratelimit.peer.Question;
import dev.stillwatch.ratelimit.peer.Reply;
import dev.stillwatch.ratelimit.standing.Drawn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes ask each other, as it goes over the wire, seen from the one that asks. */
final class OwnerWire {
    private OwnerWire() {}

    static dev.stillwatch.ratelimit.door.wire.owner.Question.Builder write(Question question) {
        var wire = dev.stillwatch.ratelimit.door.wire.owner.Question.newBuilder();
        question.draw().ifPresent(drawing -> wire.setDraw(drawing(drawing)));
        question.putBack().ifPresent(drawing -> wire.setPutBack(drawing(drawing)));
        question.takings().forEach(taking -> wire.addTakings(taking(taking)));
        return wire;
    }

    static Reply read(dev.stillwatch.ratelimit.door.wire.owner.Reply wire) {
        Drawn drawn = new Drawn(
                wire.hasPlan() ? planTaken(wire.getPlan()) : null,
                wire.hasBudget() ? planTaken(wire.getBudget()) : null);
        return new Reply(
                drawn, wire.getTakenList().stream().map(OwnerWire::taken).toList());
    }

    static dev.stillwatch.ratelimit.door.wire.owner.Reply write(Drawn drawn, List<Taken> taken) {
        var wire = dev.stillwatch.ratelimit.door.wire.owner.Reply.newBuilder();
        PlanTaken plan = planTaken(drawn.plan());
        PlanTaken budget = planTaken(drawn.budget());
        if (plan != null) {
            wire.setPlan(plan);
        }
        if (budget != null) {
            wire.setBudget(budget);
        }
        taken.forEach(one -> wire.addTaken(taken(one)));
        return wire.build();
    }

    private static Drawing drawing(dev.stillwatch.ratelimit.standing.Drawing drawing) {
        Drawing.Builder wire = Drawing.newBuilder()
                .setSubject(drawing.subject())
                .setRing(drawing.ring())
                .setShadow(drawing.shadow())
                .setLooks(drawing.looks());
        if (drawing.perHour() >= 0) {
            wire.setPerHour(drawing.perHour());
        }
        if (drawing.ringPerHour() >= 0) {
            wire.setRingPerHour(drawing.ringPerHour());
        }
        return wire.build();
    }

    private static dev.stillwatch.ratelimit.door.wire.owner.Taking taking(Taking taking) {
        Plan plan = taking.plan();
        var wire = dev.stillwatch.ratelimit.door.wire.owner.Taking.newBuilder()
                .setDomain(taking.domain())
                .setUnit(unit(plan.unit()))
                .setRequests(plan.requests())
                .setHits(taking.hits())
                .setShare(taking.share())
                .setGivesBack(taking.givesBack());
        if (plan instanceof BucketPlan bucket) {
            wire.setBurst(bucket.burst()).setStrict(bucket.strict());
        }
        taking.entries()
                .forEach(entry ->
                        wire.addEntries(Entry.newBuilder().setKey(entry.key()).setValue(entry.value())));
        return wire.build();
    }

    private static dev.stillwatch.ratelimit.door.wire.owner.Unit unit(Unit unit) {
        return dev.stillwatch.ratelimit.door.wire.owner.Unit.valueOf(unit.name());
    }

    private static dev.stillwatch.ratelimit.door.wire.owner.Taken taken(Taken taken) {
        var wire = dev.stillwatch.ratelimit.door.wire.owner.Taken.newBuilder()
                .setWithin(taken.within())
                .setUsed(taken.used())
                .setRemaining(taken.remaining())
                .setUntilResetNanos(taken.untilReset());
        if (taken.retryAfter() != Taken.NEVER) {
            wire.setRetryAfterNanos(taken.retryAfter());
        }
        return wire.build();
    }

    private static Taken taken(dev.stillwatch.ratelimit.door.wire.owner.Taken wire) {
        return new Taken(
                wire.getWithin(),
                wire.getUsed(),
                wire.getRemaining(),
                wire.getUntilResetNanos(),
                wire.hasRetryAfterNanos() ? wire.getRetryAfterNanos() : Taken.NEVER);
    }

    private static @Nullable PlanTaken planTaken(dev.stillwatch.ratelimit.standing.@Nullable PlanTaken taken) {
        if (taken == null) {
            return null;
        }
        PlanTaken.Builder wire = PlanTaken.newBuilder()
                .setPasses(taken.passes())
                .setRemaining(taken.remaining())
                .setUntilFullNanos(taken.untilFull());
        if (taken.untilOne() != Long.MAX_VALUE) {
            wire.setUntilOneNanos(taken.untilOne());
        }
        return wire.build();
    }

    private static dev.stillwatch.ratelimit.standing.PlanTaken planTaken(PlanTaken wire) {
        return new dev.stillwatch.ratelimit.standing.PlanTaken(
                wire.getPasses(),
                wire.getRemaining(),
                wire.getUntilFullNanos(),
                wire.hasUntilOneNanos() ? wire.getUntilOneNanos() : Long.MAX_VALUE);
    }
}
