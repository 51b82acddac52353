// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reservations by their id and by the gateway's id of the call: so many open ones, in the order in which they expire,
 * and so many ended ones, the one that ended first forgotten first. Safe for threads; no other lock is taken here.
 */
final class Register {
    private static final int SHARE_OF_ONE = 20;
    private static final int LEAST_OF_ONE = 1_000;

    private final int mostOpen;
    private final int mostEnded;
    private final Map<String, Reservation> open = new LinkedHashMap<>();
    private final Map<String, Reservation> ended = new LinkedHashMap<>();
    private final Map<Call, Reservation> calls = new HashMap<>();
    /** Places of each account that has any, open and set aside. */
    private final Map<String, Integer> ofAccounts = new HashMap<>();

    private final int mostOfOne;
    private int claimed;

    Register(int mostOpen, int mostEnded) {
        this.mostOpen = mostOpen;
        this.mostEnded = mostEnded;
        this.mostOfOne = Math.max(Math.min(mostOpen, LEAST_OF_ONE), mostOpen / SHARE_OF_ONE);
    }

    /** What became of a claim. */
    enum Claim {
        PLACED,
        /** There is no place left. */
        FULL,
        /** The account has as many places as one may. */
        ACCOUNT_FULL
    }

    /** Sets a place aside for one more of the account, when there is one. */
    synchronized Claim claim(String account) {
        if (open.size() + claimed >= mostOpen) {
            return Claim.FULL;
        }
        if (ofAccounts.getOrDefault(account, 0) >= mostOfOne) {
            return Claim.ACCOUNT_FULL;
        }
        claimed++;
        ofAccounts.merge(account, 1, Integer::sum);
        return Claim.PLACED;
    }

    /** Gives a place back that was not needed. */
    synchronized void unclaim(String account) {
        claimed--;
        leave(account);
    }

    private void leave(String account) {
        ofAccounts.computeIfPresent(account, (name, places) -> places == 1 ? null : places - 1);
    }

    /** Fills a place. */
    synchronized void add(Reservation reservation) {
        claimed--;
        open.put(reservation.id(), reservation);
        Call call = Call.of(reservation);
        if (!call.requestId().isEmpty()) {
            calls.put(call, reservation);
        }
    }

    synchronized @Nullable Reservation find(String id) {
        Reservation known = open.get(id);
        return known == null ? ended.get(id) : known;
    }

    synchronized @Nullable Reservation find(String account, String requestId) {
        return calls.get(new Call(account, requestId));
    }

    /** It is open no longer; it stays known for a while. */
    synchronized void end(Reservation reservation) {
        if (open.remove(reservation.id()) != null) {
            leave(reservation.request().account());
            remember(reservation);
        }
    }

    private void remember(Reservation reservation) {
        ended.put(reservation.id(), reservation);
        if (ended.size() > mostEnded) {
            Iterator<Reservation> first = ended.values().iterator();
            Reservation forgotten = first.next();
            first.remove();
            calls.remove(Call.of(forgotten), forgotten);
        }
    }

    /** Ends the first few that have expired. */
    synchronized List<Reservation> expired(long now, int most) {
        List<Reservation> expired = new ArrayList<>();
        Iterator<Reservation> each = open.values().iterator();
        while (expired.size() < most && each.hasNext()) {
            Reservation first = each.next();
            if (first.expires() > now) {
                break;
            }
            each.remove();
            leave(first.request().account());
            remember(first);
            expired.add(first);
        }
        return expired;
    }

    synchronized int open() {
        return open.size();
    }

    private record Call(String account, String requestId) {
        static Call of(Reservation reservation) {
            return new Call(
                    reservation.request().account(), reservation.request().requestId());
        }
    }
}
