// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What a build wrote before a field came is still read, with the field absent; and absence takes no bytes. */
class EarlierBytesTest {
    @Test
    void anEdgeWithoutAHashForASharingGroup() throws WireException {
        byte[] before = HexFormat.of()
                .parseHex("01070a0161100a" + "190100000000000000" + "2080e8b0afbb63" + "2802" + "3003"
                        + "38c8f8b9afbb63");

        Edge edge = new EdgeCodec().decode(before);

        assertThat(edge.kind()).isEqualTo(ArtefactKind.SYSTEM);
        assertThat(edge.shared()).isZero();
        assertThat(new EdgeCodec().encode(edge)).isEqualTo(before);
    }

    @Test
    void anExchangeWithoutAHashForASharingGroup() throws WireException {
        Exchange with = new Samples(42).exchange();
        byte[] bytes = new ExchangeCodec().encode(with);
        // The field is the last: a tag of two bytes and a number of eight.
        byte[] before = Arrays.copyOf(bytes, bytes.length - 10);

        assertThat(with.text().shared()).isNotZero();
        assertThat(new ExchangeCodec().decode(before).text().shared()).isZero();
        assertThat(new ExchangeCodec().decode(before).text().closing())
                .isEqualTo(with.text().closing());
    }
}
