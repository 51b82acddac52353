// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.net.InetSocketAddress;

/**
 * Where a command listens, as its options say.
 *
 * @param socket an address of this machine; port 0 takes a free one
 * @param portOption the option that gave the port, for people who have to choose another
 */
public record ListenAddress(InetSocketAddress socket, String portOption) {
    /** The greatest port that there is. */
    public static final int GREATEST_PORT = 65_535;

    /**
     * The address that {@code --host} and {@code --port} name.
     *
     * @throws InputProblem when there is no such port or no such address
     */
    public static ListenAddress of(String host, int port) {
        return of(host, port, "--port");
    }

    /**
     * The address, with a port that another option names.
     *
     * @throws InputProblem when there is no such port or no such address
     */
    public static ListenAddress of(String host, int port, String portOption) {
        requirePort(port, portOption);
        InetSocketAddress socket = new InetSocketAddress(host, port);
        if (socket.isUnresolved()) {
            throw new InputProblem("--host '" + host + "' is no address of this machine");
        }
        return new ListenAddress(socket, portOption);
    }

    /**
     * Checks a port that an option names.
     *
     * @throws InputProblem when there is none of that number
     */
    static void requirePort(int port, String option) {
        if (port < 0 || port > GREATEST_PORT) {
            throw new InputProblem(option + " takes 0 to " + GREATEST_PORT);
        }
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
