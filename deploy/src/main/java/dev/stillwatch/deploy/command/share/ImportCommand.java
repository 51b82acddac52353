// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.auditor.sharing.Bundle;
import dev.stillwatch.auditor.sharing.IndicatorList;
import dev.stillwatch.auditor.sharing.SharedIndicator;
import dev.stillwatch.auditor.sharing.SharingException;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.key.SharingGroupFile;
import dev.stillwatch.policies.policy.Indicator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes what another party tells, with the weight that it has here. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Verifies a bundle and writes its indicators as the list 'indicators' of a policy.",
            "A ring that asks with one of these templates then weighs so much more; it never acts on accounts outside"
                    + " a ring, and alone never reaches throttle."
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InstantSource clock;

    @Mixin
    private TrustedBundle told = new TrustedBundle();

    @Option(names = "--group", required = true, paramLabel = "FILE", description = "The sharing group's key file.")
    private Path group = Path.of("");

    @Option(
            names = "--weight",
            required = true,
            paramLabel = "NATS",
            description = "What each indicator weighs here, above 0 and at most 2 nats.")
    private double weight;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "YAML with the list, to be put into policy.yaml.")
    private Path out = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description = "What you call the party, as reasons will show it (default: the name of the trusted file).")
    private Optional<String> from = Optional.empty();

    ImportCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        int milli = (int) Math.round(1000 * Math.min(weight, 10));
        if (milli < 1 || milli > Indicator.MOST_MILLI) {
            throw new InputProblem("--weight takes 0.001 to 2 nats, not " + weight);
        }
        String name = from.orElseGet(told::trustedName);
        if (!name.matches(Indicator.FROM)) {
            throw new InputProblem("--from takes 1 to 60 letters, digits, spaces, dots, hyphens and underscores");
        }
        SharingGroup sharing = new SharingGroupFile(group).read();
        Bundle bundle = read();
        if (!bundle.group().equals(sharing.id())) {
            throw new InputProblem("the bundle is of the sharing group " + bundle.group() + "; --group " + group
                    + " is of " + sharing.id() + ", so none of its hashes could match");
        }
        List<SharedIndicator> live = bundle.live(clock.millis());
        if (live.isEmpty()) {
            throw new InputProblem("no indicator of " + told.file() + " holds now; ask " + name + " for a new bundle");
        }
        IndicatorList list = new IndicatorList(name, milli);
        Files.writeString(out, list.yaml(live));
        terminal.out()
                .println("took " + live.size() + " of "
                        + Counted.of(bundle.indicators().size(), "indicator") + " of " + name + " at " + list.weight()
                        + " nats: " + out);
        return ExitCode.OK;
    }

    private Bundle read() throws IOException {
        try {
            return told.read();
        } catch (SharingException e) {
            throw new InputProblem(told.file() + " is not taken: " + e.getMessage(), e);
        }
    }
}
