// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * How an account's open day goes, for rings: what does not add over accounts and has a rule of its own.
 *
 * @param rhythm when it was active
 * @param drift how far its prompts lie from those of its days before
 */
public record Course(Rhythm rhythm, Drift drift) {
    /** Nothing known. */
    public static final Course NONE = new Course(Rhythm.NONE, Drift.NONE);

    private static final int VERSION = 1;

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        WireWriter out = new WireWriter().octet(VERSION);
        rhythm.write(out);
        return out.unsigned(drift.today())
                .unsigned(drift.past())
                .signed(drift.distanceMicro())
                .toBytes();
    }

    /**
     * Reads {@link #encode}; no bytes are {@link #NONE}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static Course decode(byte[] bytes) {
        if (bytes.length == 0) {
            return NONE;
        }
        WireReader in = new WireReader(bytes).version(VERSION, "the course of a day");
        return new Course(Rhythm.read(in), new Drift(in.unsigned(), in.unsigned(), in.signed()));
    }
}
