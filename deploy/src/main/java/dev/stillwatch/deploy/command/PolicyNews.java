// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.PolicyWatch;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.time.Instant;
import java.util.List;

/** Tells what becomes of changed policy files, a line each. */
final class PolicyNews implements PolicyWatch.Listener {
    private final Terminal terminal;
    private final Policy.Timing running;

    PolicyNews(Terminal terminal, Policy.Timing running) {
        this.terminal = terminal;
        this.running = running;
    }

    @Override
    public void taken(Policy policy) {
        say("policy " + policy.id() + " published, valid from " + Instant.ofEpochMilli(policy.validFrom())
                + " event time"
                + (policy.timing().equals(running) ? "" : "; its timing takes effect at the next start"));
    }

    @Override
    public void refused(List<Problem> problems, Policy kept) {
        problems.forEach(problem -> say("policy refused: " + problem));
        say("policy " + kept.id() + " stays in force");
    }

    @Override
    public void waiting(Policy policy, RuntimeException reason) {
        say("policy " + policy.id() + " is not published yet, trying again: " + reason.getMessage());
    }

    private void say(String line) {
        terminal.err().println("stillwatch: " + AlertLine.plain(line));
    }
}
