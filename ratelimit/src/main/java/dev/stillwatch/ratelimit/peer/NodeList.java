// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All nodes of a limiter, as each of them must have it: names decide who owns what, addresses may differ.
 *
 * @param self the name of this one
 * @param nodes all of them, this one too
 */
public record NodeList(String self, List<Node> nodes) {
    /** Most nodes. */
    public static final int MOST = 64;

    private static final int MOST_PORT = 65_535;
    private static final Pattern NODE = Pattern.compile("(?<name>[A-Za-z0-9._-]{1," + Node.LONGEST_NAME
            + "})=(?<host>\\[[0-9A-Fa-f:.]{2,60}]|[A-Za-z0-9._-]{1,253}):(?<port>[0-9]{1,5})");

    /** Refuses a list that has a node twice, has this one not, or is too long, in one line that says why. */
    public NodeList {
        nodes = List.copyOf(nodes);
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("the node '" + node.name() + "' is there twice");
            }
        }
        if (!names.contains(self)) {
            throw new IllegalArgumentException("this node, '" + self + "', is not among them");
        }
        if (nodes.size() > MOST) {
            throw new IllegalArgumentException(nodes.size() + " nodes; at most " + MOST);
        }
    }

    /**
     * Reads {@code a=10.0.0.1:8791,b=10.0.0.2:8791}.
     *
     * @throws IllegalArgumentException when it is none, in one line that says why
     */
    public static NodeList parse(String self, String text) {
        List<Node> nodes = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher node = NODE.matcher(one.strip());
            if (!node.matches()) {
                throw new IllegalArgumentException("'" + one.strip() + "' is not NAME=HOST:PORT");
            }
            int port = Integer.parseInt(node.group("port"));
            if (port < 1 || port > MOST_PORT) {
                throw new IllegalArgumentException("'" + one.strip() + "' has no port from 1 to " + MOST_PORT);
            }
            nodes.add(new Node(node.group("name"), node.group("host"), port));
        }
        NodeList list = new NodeList(self, nodes);
        if (nodes.size() < 2) {
            throw new IllegalArgumentException("one node alone shares with nobody");
        }
        return list;
    }

    /** The same for every list of the same names, in any order; of others it differs. */
    public long fingerprint() {
        List<String> names =
                new ArrayList<>(new TreeSet<>(nodes.stream().map(Node::name).toList()));
        return Rendezvous.key(names.toArray(new String[0]));
    }
}
