// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.tick.Tick;
import org.junit.jupiter.api.Test;

/** Topics that carry values of several kinds: a reader tells them apart before it decodes them. */
final class KindOfValueTest {
    private static final byte[] TICK = new TickCodec().encode(new Tick(1, 3, 42, false));
    private static final byte[] ACT = new ActCodec(Samples.KEY).encode(new Samples(1).act());
    private static final byte[] EDGE = new EdgeCodec().encode(new Samples(1).edge());

    @Test
    void aTickIsKnownAndComesBack() throws WireException {
        assertThat(TickCodec.isTick(TICK)).isTrue();
        assertThat(new TickCodec().decode(TICK)).isEqualTo(new Tick(1, 3, 42, false));
    }

    @Test
    void anActIsKnown() {
        assertThat(ActCodec.isAct(ACT)).isTrue();
    }

    @Test
    void otherKindsAndTooFewBytesAreNeither() {
        for (byte[] bytes : new byte[][] {EDGE, new byte[0], new byte[1]}) {
            assertThat(TickCodec.isTick(bytes)).isFalse();
            assertThat(ActCodec.isAct(bytes)).isFalse();
        }
        assertThat(TickCodec.isTick(ACT)).isFalse();
        assertThat(ActCodec.isAct(TICK)).isFalse();
    }
}
