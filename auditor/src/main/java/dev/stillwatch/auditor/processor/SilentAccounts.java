// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Forgetting;
import dev.stillwatch.auditor.profile.DayCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Goes through the hot states once a UTC day, a few at a time, and has those let go that are due. Where it stopped is not
 * kept: a task that starts begins again. It changes no judgement, because whoever is due begins anew when judged, whether
 * or not this came by before. One thread.
 */
final class SilentAccounts {
    /** States looked at in one turn: a look at the first bytes of each. */
    static final int LOOKS = 1_000;

    private final KeyValueStore<Bytes, byte[]> hot;
    private final LettingGo lettingGo;
    private int doneFor = Integer.MIN_VALUE;
    private Optional<Bytes> next = Optional.empty();

    /** Lets go of one account's states, if it is due. */
    @FunctionalInterface
    interface LettingGo {
        /** Asked of an account whose last day is long past. */
        void ask(Bytes account, long asOf, long timestamp);
    }

    SilentAccounts(KeyValueStore<Bytes, byte[]> hot, LettingGo lettingGo) {
        this.hot = hot;
        this.lettingGo = lettingGo;
    }

    /**
     * Looks at some more, unless all were looked at that day.
     *
     * @param asOf event time before which every bucket has been judged
     * @param timestamp of what is sent, when anybody is let go
     */
    void look(long asOf, long timestamp) {
        int day = DayCell.dayOf(asOf);
        if (day <= doneFor) {
            return;
        }
        List<Bytes> old = new ArrayList<>();
        Bytes from = next.orElse(null);
        next = Optional.empty();
        try (KeyValueIterator<Bytes, byte[]> states = hot.range(from, null)) {
            for (int looks = 0; states.hasNext() && next.isEmpty(); looks++) {
                if (looks < LOOKS) {
                    KeyValue<Bytes, byte[]> state = states.next();
                    if (Forgetting.isOld(state.value, asOf)) {
                        old.add(state.key);
                    }
                } else {
                    next = Optional.of(states.peekNextKey());
                }
            }
        }
        old.forEach(account -> lettingGo.ask(account, asOf, timestamp));
        doneFor = next.isEmpty() ? day : doneFor;
    }
}
