// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.tick;

/**
 * How far a source has got in event time. The watermark of the whole is the least over the sources that are not idle; a
 * source that has said nothing yet holds it back.
 *
 * @param source index of the source, 0..{@code sources}-1
 * @param sources how many sources there are
 * @param watermark no record before this instant is expected from the source any more, milliseconds since 1970;
 *     {@link #END} when its input has ended
 * @param idle whether the source is silent and is to be left out until it speaks again
 */
public record Tick(int source, int sources, long watermark, boolean idle) implements ExchangeStream, FragmentStream {
    /** The watermark of a source whose input has ended: every bucket closes. */
    public static final long END = Long.MAX_VALUE;

    /** The last tick of a source. */
    public static Tick end(int source, int sources) {
        return new Tick(source, sources, END, false);
    }

    /** Whether the source's input has ended. */
    public boolean isEnd() {
        return watermark == END;
    }
}
