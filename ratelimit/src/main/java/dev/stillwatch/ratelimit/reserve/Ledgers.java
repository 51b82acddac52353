// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The budgets in use, at most so many. At the bound those are forgotten that forgetting changes nothing for, a few looked
 * at for each newcomer; when none of these may go, the newcomer is refused. Safe for threads.
 */
final class Ledgers {
    private static final int LOOKED_AT = 16;

    private final int most;
    private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
    /** Guards the bound, and the place up to which was looked. */
    private final Object bound = new Object();

    private Iterator<Ledger> places = Collections.emptyIterator();

    Ledgers(int most) {
        this.most = most;
    }

    /** The budget of the key with its lock taken, nothing when it is new and there is no room. */
    @Nullable
    Ledger lock(String key, long now) {
        while (true) {
            Ledger ledger = ledgers.get(key);
            if (ledger == null) {
                ledger = make(key, now);
            }
            if (ledger == null) {
                return null;
            }
            ledger.lock();
            if (!ledger.retired()) {
                return ledger;
            }
            ledger.unlock();
        }
    }

    /** The budget that the hold is of, or the one that has come in its place; nothing when it has no place. */
    @Nullable
    Ledger lockFor(Hold hold, long now) {
        Ledger ledger = hold.ledger;
        ledger.lock();
        if (!ledger.retired()) {
            return ledger;
        }
        Allowance allowance = ledger.allowance();
        ledger.unlock();
        Ledger successor = lock(ledger.key(), now);
        if (successor != null && successor.allowance().limits().isEmpty()) {
            successor.adopt(allowance);
        }
        return successor;
    }

    /** The budget of the key as it is, its lock not taken. */
    @Nullable
    Ledger peek(String key) {
        return ledgers.get(key);
    }

    private @Nullable Ledger make(String key, long now) {
        synchronized (bound) {
            Ledger known = ledgers.get(key);
            if (known != null) {
                return known;
            }
            if (ledgers.size() >= most && !makeRoom(now)) {
                return null;
            }
            Ledger made = new Ledger(key);
            made.advance(now);
            ledgers.put(key, made);
            return made;
        }
    }

    /** Never waits for a budget's lock: its holder may be waiting for the bound. */
    private boolean makeRoom(long now) {
        for (int looked = 0; looked < LOOKED_AT; looked++) {
            if (!places.hasNext()) {
                places = ledgers.values().iterator();
            }
            Ledger ledger = places.next();
            if (ledger.tryLock()) {
                try {
                    if (!ledger.retired() && ledger.retireIfUntouched(now)) {
                        ledgers.remove(ledger.key(), ledger);
                        return true;
                    }
                } finally {
                    ledger.unlock();
                }
            }
        }
        return false;
    }

    int size() {
        return ledgers.size();
    }
}
