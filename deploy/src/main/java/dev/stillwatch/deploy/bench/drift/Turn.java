// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;

/** An account whose last day another's exchanges take over, in whole or every second one. */
record Turn(String account, List<Exchange> own, List<Exchange> others) {
    /** Prompts of the day that is played: the same for every account, so that distances compare. */
    static final int DAY = 240;

    /**
     * The account's exchanges before the day, then the day.
     *
     * @param day the day that turns
     * @param every the others' share: 1 for all of the day, 2 for half of it
     */
    List<Exchange> played(int day, int every) {
        List<Exchange> before = own.stream()
                .filter(exchange -> DayCell.dayOf(exchange.time()) < day)
                .toList();
        List<Exchange> played = new ArrayList<>(before);
        for (int i = 0; i < DAY; i++) {
            // An account with few exchanges of its own repeats the latest: its day is as ordinary as its past.
            List<Exchange> from = i % every == 0 ? others : before;
            Exchange exchange = from.get(Math.floorMod(i % every == 0 ? i / every : -1 - i / every, from.size()));
            played.add(moved(exchange, day * DayCell.MILLIS + i));
        }
        return played;
    }

    private Exchange moved(Exchange exchange, long time) {
        Exchange.Identity who = exchange.identity();
        return new Exchange(
                time,
                exchange.id(),
                exchange.origin(),
                exchange.present(),
                new Exchange.Identity(
                        account,
                        who.org(),
                        who.plan(),
                        who.created(),
                        who.payment(),
                        who.emailDomain(),
                        who.credential(),
                        who.network(),
                        who.asn(),
                        who.userAgent(),
                        who.tls(),
                        who.session(),
                        who.passport()),
                exchange.demand(),
                exchange.supply(),
                exchange.text());
    }
}
