// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.0/24",
        "203.0.113.7:443, 203.0.113.0/24",
        "203.0.113.xxx, 203.0.113.0/24",
        "203.0.113.*, 203.0.113.0/24",
        "2001:db8:1:2::7, 2001:db8:1::/48",
        "[2001:db8:1:2::7]:443, 2001:db8:1::/48",
        "::ffff:203.0.113.7, 203.0.113.0/24",
    })
    void shouldReadAddresses(String address, String network) {
        assertThat(Network.of(address)).contains(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1.2.3.256",
                "1.2.x.4",
                "a.b.c.d",
                ":",
                ":::::",
                "1:2:zz::",
                "fe80::1%eth0"
            })
    void shouldTakeTheRestForAbsent(String address) {
        assertThat(Network.of(address)).isEmpty();
    }
}
