// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.net.InetSocketAddress;

/**
 * Where a command listens, as its options {@code --host} and {@code --port} say.
 *
 * @param socket an address of this machine; port 0 takes a free one
 */
public record ListenAddress(InetSocketAddress socket) {
    /** The greatest port that there is. */
    public static final int GREATEST_PORT = 65_535;

    /**
     * The address that the options name.
     *
     * @throws InputProblem when there is no such port or no such address
     */
    public static ListenAddress of(String host, int port) {
        if (port < 0 || port > GREATEST_PORT) {
            throw new InputProblem("--port takes 0 to " + GREATEST_PORT);
        }
        InetSocketAddress socket = new InetSocketAddress(host, port);
        if (socket.isUnresolved()) {
            throw new InputProblem("--host '" + host + "' is no address of this machine");
        }
        return new ListenAddress(socket);
    }

    /** Where to reach it, once it has a port. */
    public String url(int port) {
        String host = socket.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether other machines may reach it. */
    public boolean isOpen() {
        return !socket.getAddress().isLoopbackAddress();
    }
}
