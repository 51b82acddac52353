// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of nodes as somebody writes it. */
class NodeListTest {
    @Test
    void namesHostsAndPorts() {
        NodeList list = NodeList.parse("b", "a=10.0.0.1:8791, b=limiter-b.example:8792,c=[::1]:9");
        assertThat(list.nodes())
                .containsExactly(
                        new Node("a", "10.0.0.1", 8791),
                        new Node("b", "limiter-b.example", 8792),
                        new Node("c", "[::1]", 9));
        assertThat(list.self()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=h:1,a=h:2          | 'a' is there twice",
                "a=h:1,c=h:2          | this node, 'b', is not among them",
                "b=h:1                | one node alone shares with nobody",
                "''                   | '' is not NAME=HOST:PORT",
                "b=h:1,               | '' is not NAME=HOST:PORT",
                "b=h                  | 'b=h' is not NAME=HOST:PORT",
                "b=h:x                | 'b=h:x' is not NAME=HOST:PORT",
                "b=h:0                | 'b=h:0' has no port from 1 to 65535",
                "b=h:65536            | 'b=h:65536' has no port from 1 to 65535",
                "b c=h:1              | 'b c=h:1' is not NAME=HOST:PORT",
                "b=h/x:1              | 'b=h/x:1' is not NAME=HOST:PORT",
            })
    void whatIsNoListIsSaid(String text, String why) {
        assertThatThrownBy(() -> NodeList.parse("b", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void moreThanSixtyFourAreTooMany() {
        String many = IntStream.range(0, 65).mapToObj(i -> "n" + i + "=h:1").collect(Collectors.joining(","));
        assertThatThrownBy(() -> NodeList.parse("n1", many)).hasMessageContaining("65 nodes; at most 64");
    }

    @Test
    void theFingerprintIsOfNamesAlone() {
        long known = NodeList.parse("a", "a=h:1,b=i:2").fingerprint();
        assertThat(NodeList.parse("b", "b=other:9,a=other:8").fingerprint()).isEqualTo(known);
        assertThat(NodeList.parse("a", "a=h:1,b=i:2,c=j:3").fingerprint()).isNotEqualTo(known);
        assertThat(NodeList.parse("a", "a=h:1,bb=i:2").fingerprint()).isNotEqualTo(known);
    }
}
