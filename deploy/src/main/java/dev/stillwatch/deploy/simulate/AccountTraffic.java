// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** All exchanges of one account in order of time; holds only the conversations that are open. */
final class AccountTraffic {
    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::time).thenComparingLong(Due::number);

    private final Actor actor;
    private final String account;
    private final PriorityQueue<Due> due = new PriorityQueue<>(ORDER);
    private long numbered;
    private long exchanges;

    AccountTraffic(Actor actor, String account, List<Track> tracks) {
        this.actor = actor;
        this.account = account;
        tracks.forEach(this::arrive);
    }

    Actor actor() {
        return actor;
    }

    String account() {
        return account;
    }

    /** When the next exchange is, {@link Arrivals#NEVER} when there is none. */
    long nextTime() {
        Due next = due.peek();
        return next == null ? Arrivals.NEVER : next.time();
    }

    /** The next exchange; call only when there is one. */
    Exchange next() {
        Due next = due.remove();
        if (next.conversation().turns().isEmpty()) {
            arrive(next.track());
        }
        Exchange exchange = next.track()
                .compose(next.conversation(), next.time(), account.substring(5) + "-" + Long.toHexString(exchanges++));
        if (next.conversation().goesOn()) {
            long later = next.time() + exchange.latency() + next.track().gap();
            if (later < actor.until()) {
                due.add(new Due(later, numbered++, next.track(), next.conversation()));
            }
        }
        return exchange;
    }

    private void arrive(Track track) {
        long at = track.nextArrival();
        if (at != Arrivals.NEVER) {
            due.add(new Due(at, numbered++, track, track.begin()));
        }
    }

    private record Due(long time, long number, Track track, Conversation conversation) {}
}
