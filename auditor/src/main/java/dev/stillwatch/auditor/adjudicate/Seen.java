// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.util.ArrayList;
import java.util.List;

/**
 * The links that an account has written in a day, and what has come once.
 *
 * @param day their UTC day
 * @param prints 32-bit prints of them: of two that collide, the later one waits for the next day
 * @param sights templates and ends that have come once
 * @param hub what is asked about under the hub that the day uses most
 * @param heavy what is used most of kinds that have had their links
 */
record Seen(int day, List<Integer> prints, SecondSight sights, HubSketch hub, HeavyUse heavy) {
    static final Seen NOTHING =
            new Seen(Integer.MIN_VALUE, List.of(), SecondSight.none(), HubSketch.NONE, HeavyUse.NONE);

    Seen {
        prints = List.copyOf(prints);
    }

    void write(ByteWriter out) {
        out.number(day).number(prints.size());
        prints.forEach(out::number);
        sights.write(out);
        hub.write(out);
        heavy.write(out);
    }

    static Seen read(ByteReader in) {
        int day = in.integer();
        List<Integer> prints = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            prints.add(in.integer());
        }
        return new Seen(day, prints, SecondSight.read(in), HubSketch.read(in), HeavyUse.read(in));
    }
}
