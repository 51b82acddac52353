// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

/**
 * The links that an account has written in a day, and what has come once.
 *
 * @param day their UTC day
 * @param prints prints of them
 * @param sights templates and ends that have come once
 * @param hub what is asked about under the hub that the day uses most
 * @param heavy what is used most of kinds that have had their links
 */
record Seen(int day, Prints prints, SecondSight sights, HubSketch hub, HeavyUse heavy) {
    static final Seen NOTHING =
            new Seen(Integer.MIN_VALUE, Prints.NONE, SecondSight.none(), HubSketch.NONE, HeavyUse.NONE);

    void write(ByteWriter out) {
        out.number(day);
        prints.write(out);
        sights.write(out);
        hub.write(out);
        heavy.write(out);
    }

    static Seen read(ByteReader in) {
        return new Seen(in.integer(), Prints.read(in), SecondSight.read(in), HubSketch.read(in), HeavyUse.read(in));
    }
}
