// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.ActWriter;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.StandingsKey;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A person's decision, put where adjudication honours it. */
@Command(name = "act", description = "Records a person's decision about an account or a ring.")
final class ActCommand implements Runnable {
    private final Terminal terminal;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ActCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: approve, undo, suppress, verdict or promote");
    }

    @Command(
            name = "approve",
            description = "Approves a recommended suspension, for the version of the standing that you saw.")
    int approve(
            @Mixin Who who,
            @Option(names = "--standing-version", required = true, description = "Version named by the alert.")
                    long version)
            throws IOException {
        return write(who, Act.Kind.APPROVE, Tier.SUSPEND, version, Act.Verdict.NONE, 0);
    }

    @Command(
            name = "undo",
            description =
                    "Lifts the tier to clear until new evidence outgrows what was seen. Whoever goes on as before stays clear;"
                            + " what nobody does any more is forgotten, by half every two weeks.")
    int undo(@Mixin Who who) throws IOException {
        return write(who, Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE, 0);
    }

    @Command(name = "suppress", description = "No alerts and no tier above watch for some days.")
    int suppress(
            @Mixin Who who,
            @Option(names = "--days", required = true, description = "For how many days, 1 to 365.") int days)
            throws IOException {
        if (days < 1 || days > 365) {
            throw new InputProblem("--days is " + days + "; give 1 to 365");
        }
        return write(
                who,
                Act.Kind.SUPPRESS,
                Tier.CLEAR,
                0,
                Act.Verdict.NONE,
                clock.millis() + Duration.ofDays(days).toMillis());
    }

    @Command(name = "verdict", description = "Decides the case: distillation, benign or unclear.")
    int verdict(
            @Mixin Who who,
            @Option(names = "--as", required = true, description = "distillation, benign or unclear.")
                    Act.Verdict verdict)
            throws IOException {
        if (verdict == Act.Verdict.NONE) {
            throw new InputProblem("--as none decides nothing; give distillation, benign or unclear");
        }
        return write(who, Act.Kind.VERDICT, Tier.CLEAR, 0, verdict, 0);
    }

    @Command(
            name = "promote",
            description =
                    "Says up to which tier a policy is out of shadow mode; the latest such act counts, and watch takes all back.")
    int promote(
            @Mixin Who who,
            @Option(names = "--tier", required = true, description = "watch, throttle, restrict or suspend.") Tier tier)
            throws IOException {
        if (!tier.atLeast(Tier.WATCH)) {
            throw new InputProblem("--tier clear is no rung; give watch, throttle, restrict or suspend");
        }
        return write(who, Act.Kind.PROMOTE, tier, 0, Act.Verdict.NONE, 0);
    }

    private int write(Who who, Act.Kind kind, Tier tier, long version, Act.Verdict verdict, long until)
            throws IOException {
        if (who.subject.isBlank() || who.reason.isBlank() || who.actor.isBlank()) {
            throw new InputProblem("an act names its SUBJECT, a --reason and an --actor; one of them is blank");
        }
        // The cluster first: a key is not made for a decision that goes nowhere.
        new Cluster(who.bootstrapServers).require(Set.of(Topic.ACTS), false, 1);
        KeyFile keys = KeyFile.in(Surroundings.home());
        if (new StandingsKey(who.bootstrapServers, Topic.STANDINGS.topicName()).isAnother(keys.current())) {
            throw new InputProblem("the key in " + keys.path() + " is not the one of the auditor on this cluster, which"
                    + " would not obey; set STILLWATCH_HOME to a home with that auditor's key");
        }
        Act act = new Act(
                UUID.randomUUID().toString(),
                who.subject,
                kind,
                tier,
                version,
                verdict,
                who.actor,
                who.reason,
                clock.millis(),
                until);
        try (ActWriter writer = new ActWriter(who.bootstrapServers, Topic.ACTS.topicName(), keys.current())) {
            writer.write(act);
        }
        terminal.out()
                .println(kind.name().toLowerCase(Locale.ROOT) + " recorded for " + AlertLine.plain(who.subject) + " by "
                        + AlertLine.plain(who.actor) + " (act " + act.id() + ")");
        return ExitCode.OK;
    }

    /** What every act states. */
    static final class Who {
        @Parameters(
                paramLabel = "SUBJECT",
                description = "Account or ring id; for promote a policy's name or name@version. stillwatch.limiter is"
                        + " every limiter: undo or suppress returns all of them to shadow mode, promote takes that"
                        + " back.")
        private String subject = "";

        @Option(
                names = "--actor",
                defaultValue = "${sys:user.name}",
                description = "Who decides (default: ${DEFAULT-VALUE}).")
        private String actor = "";

        @Option(names = "--reason", required = true, description = "Why, in your words; no text of prompts or answers.")
        private String reason = "";

        @Option(
                names = "--bootstrap-servers",
                required = true,
                paramLabel = "HOST:PORT",
                description = "The cluster that Stillwatch runs on.")
        private String bootstrapServers = "";
    }
}
