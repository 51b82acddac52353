// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The network of an address: /24 for IPv4, /48 for IPv6. Reads literals only and never asks a resolver. */
final class Network {
    private static final int LONGEST = 64;

    private Network() {}

    /**
     * The network of a literal, which may carry a port, brackets, or a masked last octet as Azure writes it; empty when it
     * is no address.
     */
    static Optional<String> of(String address) {
        String literal = bare(address.strip());
        if (literal.length() > LONGEST) {
            return Optional.empty();
        }
        return literal.indexOf(':') >= 0 ? ofIpv6(literal) : ofIpv4(literal);
    }

    /** Of forwarded addresses the one that the nearest proxy added: the ones before it are what the client claims. */
    static Optional<String> nearest(String forwarded) {
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    private static String bare(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? address : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    private static Optional<String> ofIpv4(String literal) {
        String[] octets = literal.split("\\.", -1);
        if (octets.length != 4 || !isMaskedOctet(octets[3])) {
            return Optional.empty();
        }
        StringBuilder network = new StringBuilder(LONGEST);
        for (int i = 0; i < 3; i++) {
            int value = octet(octets[i]);
            if (value < 0) {
                return Optional.empty();
            }
            network.append(value).append('.');
        }
        return Optional.of(network.append("0/24").toString());
    }

    private static boolean isMaskedOctet(String octet) {
        return octet(octet) >= 0 || (!octet.isEmpty() && octet.chars().allMatch(c -> c == 'x' || c == 'X' || c == '*'));
    }

    private static int octet(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == 3) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return text.isEmpty() || value > 255 ? -1 : value;
    }

    private static Optional<String> ofIpv6(String literal) {
        // Only these characters: a name would make InetAddress ask a resolver.
        if (!literal.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80 || c == ':' || c == '.')) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            if (address instanceof Inet4Address) {
                return ofIpv4(address.getHostAddress());
            }
            byte[] bytes = address.getAddress();
            StringBuilder network = new StringBuilder(LONGEST);
            for (int i = 0; i < 6; i += 2) {
                network.append(Integer.toHexString((bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF))
                        .append(':');
            }
            return Optional.of(network.append(":/48").toString());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
