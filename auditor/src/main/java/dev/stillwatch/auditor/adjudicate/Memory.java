// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Rhythm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the judge remembers of one account from bucket to bucket, besides its profile. Bounded: at most
 * {@link #MOST_ALERTS} alerts, the passport claims of three days and the links of one day; a few dozen bytes for an account that nothing was said of.
 *
 * @param published the standing as last published
 * @param forgiven what a person lifted
 * @param told alerts in force
 * @param claims passports used and misused
 * @param meter what plans stopped
 * @param seen links already written this day
 * @param contributed end of the bucket of the last contribution to rings, event time; 0 before the first
 * @param contributedExchanges exchanges of recent days that it told of
 * @param rhythm when the account was active in the open day
 */
record Memory(
        Published published,
        Forgiven forgiven,
        List<Told> told,
        List<Claim> claims,
        LimitMeter meter,
        Seen seen,
        long contributed,
        long contributedExchanges,
        Rhythm rhythm) {
    static final int MOST_ALERTS = 3;
    static final Memory START = new Memory(
            Published.NOTHING,
            Forgiven.NOTHING,
            List.of(),
            List.of(),
            LimitMeter.START,
            Seen.NOTHING,
            0,
            0,
            Rhythm.NONE);

    private static final int VERSION = 8;

    Memory {
        told = List.copyOf(told);
        claims = List.copyOf(claims);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter().number(VERSION);
        published.write(out);
        forgiven.write(out);
        list(out, told, Told::write);
        list(out, claims, Claim::write);
        meter.write(out);
        seen.write(out);
        out.number(contributed).number(contributedExchanges).blob(rhythm.encode());
        return out.bytes();
    }

    /** Reads {@link #encode} back; no bytes are an account never judged. */
    static Memory decode(byte[] bytes) {
        if (bytes.length == 0) {
            return START;
        }
        ByteReader in = new ByteReader(bytes);
        in.expect(VERSION, "judge's memory");
        return new Memory(
                Published.read(in),
                Forgiven.read(in),
                list(in, Told::read),
                list(in, Claim::read),
                LimitMeter.read(in),
                Seen.read(in),
                in.number(),
                in.number(),
                Rhythm.decode(in.blob()));
    }

    private static <T> void list(ByteWriter out, List<T> values, BiConsumer<T, ByteWriter> write) {
        out.number(values.size());
        values.forEach(value -> write.accept(value, out));
    }

    private static <T> List<T> list(ByteReader in, Function<ByteReader, T> read) {
        List<T> values = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            values.add(read.apply(in));
        }
        return values;
    }
}
