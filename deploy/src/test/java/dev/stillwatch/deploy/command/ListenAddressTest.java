// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ListenAddressTest {
    @Test
    void anAddressIsToldAsPeopleTypeIt() {
        assertThat(ListenAddress.of("127.0.0.1", 0).url(8791)).isEqualTo("http://127.0.0.1:8791");
        assertThat(ListenAddress.of("::1", 0).url(80)).isEqualTo("http://[0:0:0:0:0:0:0:1]:80");
    }

    @Test
    void onlyLoopbackIsClosedToOthers() {
        assertThat(ListenAddress.of("127.0.0.1", 0).isOpen()).isFalse();
        assertThat(ListenAddress.of("::1", 0).isOpen()).isFalse();
        assertThat(ListenAddress.of("0.0.0.0", 0).isOpen()).isTrue();
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", -1)).isInstanceOf(InputProblem.class);
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", 65_536))
                .isInstanceOf(InputProblem.class)
                .hasMessage("--port takes 0 to 65535");
        assertThatThrownBy(() -> ListenAddress.of("no.such.host.invalid", 0))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("no.such.host.invalid");
    }
}
