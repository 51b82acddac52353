// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

/** Turns a persona's pace into the arrivals of one account. */
final class Pacing {
    private static final long DAY = 86_400_000L;
    private static final double MEAN_TURNS = 1.6;
    private static final int FARTHEST_ZONE = 9;
    private static final int HOURS_A_DAY = 24;

    private Pacing() {}

    /**
     * Arrivals of one account.
     *
     * @param perDay median exchanges a day over accounts of the class; conversations come 1.6 times more rarely
     */
    static Arrivals of(Persona persona, Actor actor, double perDay, Recipe recipe, Draws draws) {
        Persona.Pace pace = persona.pace();
        double rate = draws.logNormal(perDay, actor.persona().pace().spread());
        if (persona.text().conversations()) {
            rate /= MEAN_TURNS;
        }
        int zone = draws.between(-FARTHEST_ZONE, FARTHEST_ZONE);
        HourCurve curve = pace.hours().isEmpty()
                ? new HourCurve(pace.curve(), pace.weekend(), zone)
                : HourCurve.measured(pace.hours(), pace.hours().size() > HOURS_A_DAY ? 1 : pace.weekend(), zone);
        return switch (pace.model()) {
            case "closed-loop" -> {
                double hour = pace.startHour() >= 0 ? pace.startHour() : draws.between(0, 21);
                double seconds = 1 + persona.ask().output() * 0.011;
                yield Arrivals.closedLoop(
                        new Arrivals.Loop(pace.concurrency(), seconds, rate, hour, DAY),
                        actor.from(),
                        actor.until(),
                        draws);
            }
            case "balanced" -> {
                // One scheduler hands requests round the pool: every member replays the same process and takes its
                // turn.
                Draws pool = Draws.of(recipe.seed(), 5, actor.campaign().hashCode());
                Arrivals all = Arrivals.renewal(
                        rate * actor.of(),
                        pace.cv(),
                        new HourCurve(pace.curve(), pace.weekend(), 0),
                        actor.from(),
                        actor.until(),
                        pool);
                yield Arrivals.share(all, actor.place(), actor.of());
            }
            default -> Arrivals.renewal(rate, pace.cv(), curve, actor.from(), actor.until(), draws);
        };
    }
}
