// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.peer.NodeList;
import java.util.List;
import java.util.Optional;

/** What a limiter says to the people who start it: what it decides by, and what they should look at. */
record LimiterNews(Terminal terminal) {
    /** It has started. */
    void started(LimiterRun.Settings settings, Limits limits, Optional<SharedStore> store, int port) {
        say("Limits from " + settings.limits() + ": " + described(limits) + ".");
        say(source(settings));
        store.ifPresent(shared -> say(shared.sentence()));
        if (settings.modes().shadow()) {
            say("Shadow mode: nothing is refused for a limit or a standing.");
        }
        settings.nodes().ifPresent(nodes -> say(others(nodes)));
        say("Doors at " + settings.door().url(port) + ".");
        warnings(settings, limits, store);
    }

    /** New limits are in force. */
    void reloaded(Limits limits) {
        complain("limits read again: " + described(limits));
    }

    /** New limits were not in order. */
    void refused(List<Problem> problems) {
        problems.forEach(problem -> complain("limits refused: " + problem));
        complain("the limits from before stay in force");
    }

    private void warnings(LimiterRun.Settings settings, Limits limits, Optional<SharedStore> store) {
        if (settings.nodes().isPresent() && hasTokensOfMany(limits)) {
            complain(
                    "limits on tokens that name no account are counted at each node by itself: so many nodes let so many"
                            + " times the limit pass");
        }
        if (settings.door().isOpen()) {
            complain("the doors are open to other machines, without TLS and tokens; let only gateways reach them");
        }
        if (store.filter(SharedStore::isOpen).isPresent()) {
            complain("the Redis is on another machine and asked without TLS: who can read or write on the way can"
                    + " change what is counted; use rediss://");
        }
    }

    private static String source(LimiterRun.Settings settings) {
        return settings.cluster()
                .map(cluster -> "Follows the standings of the cluster at " + cluster.bootstrapServers() + " as "
                        + cluster.name()
                        + "; they refuse what is out of shadow mode, by a policy that enforces or by 'stillwatch"
                        + " act promote'.")
                .orElse("Decides by this file alone: without a broker no standings of the auditor are followed"
                        + (settings.redis().isPresent()
                                ? "."
                                : ", and nothing that is counted is kept over a restart."));
    }

    private static String others(NodeList nodes) {
        return "One of " + nodes.nodes().size() + " nodes, as " + nodes.self()
                + ": a key is counted by its owner, whom a node asks that does not own it.";
    }

    /** Whether a limit on tokens is about more than one account. */
    private static boolean hasTokensOfMany(Limits limits) {
        return limits.domains().values().stream()
                .anyMatch(domain -> limits.rules().stream()
                        .filter(rule -> rule.domain().equals(domain.name()))
                        .anyMatch(rule -> rule.tokens().isPresent()
                                && !rule.names(domain.settings().subjects())));
    }

    private static String described(Limits limits) {
        long rules =
                limits.rules().stream().filter(rule -> rule.limit().isPresent()).count();
        return Counted.of(limits.domains().size(), "domain") + ", " + Counted.of(rules, "limit");
    }

    private void say(String line) {
        terminal.out().println(AlertLine.plain(line));
    }

    private void complain(String line) {
        terminal.err().println("stillwatch: " + AlertLine.plain(line));
    }
}
