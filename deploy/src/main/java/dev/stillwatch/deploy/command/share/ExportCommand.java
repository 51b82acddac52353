// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.sharing.Bundle;
import dev.stillwatch.auditor.sharing.BundleWriter;
import dev.stillwatch.auditor.sharing.RingReports;
import dev.stillwatch.auditor.sharing.RingSelection;
import dev.stillwatch.auditor.sharing.SharingException;
import dev.stillwatch.auditor.sharing.SignedBundle;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.SigningKeys;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.key.SharingGroupFile;
import dev.stillwatch.policies.passport.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes what may be told of a backtest's rings. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Writes a signed STIX 2.1 bundle of the rings of a backtest that ran with --sharing-key: hashes of their"
                    + " templates under the group's key, a rounded size, what spoke against them. No account, no text.",
            "Without --ring it tells of the rings whose last tier is throttle or above."
        })
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InstantSource clock;

    @Option(
            names = "--rings",
            required = true,
            paramLabel = "DIR|FILE",
            description = "Results of a backtest, or its rings.jsonl.")
    private Path rings = Path.of("");

    @Option(names = "--group", required = true, paramLabel = "FILE", description = "The sharing group's key file.")
    private Path group = Path.of("");

    @Option(
            names = "--sign",
            required = true,
            paramLabel = "KEY",
            description = "Private key file, PKCS#8 PEM, Ed25519; made when missing. The others trust KEY.pub.pem.")
    private Path key = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The bundle; its signature goes to FILE.jws.")
    private Path out = Path.of("");

    @Option(
            names = "--expires",
            paramLabel = "DAYS",
            defaultValue = "30d",
            description = "How long it holds, 1d to 366d (default ${DEFAULT-VALUE}).")
    private String expires = "30d";

    @Option(
            names = "--ring",
            arity = "1..*",
            paramLabel = "ID",
            description = "Tell of these rings only, whatever their tier.")
    private List<String> chosen = List.of();

    ExportCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, SharingException {
        Duration valid = days(expires);
        SharingGroup sharing = new SharingGroupFile(group).read();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        RingSelection selection = RingSelection.of(RingReports.read(rings), sharing.id(), Set.copyOf(chosen));
        // Before a key is made for what cannot be told.
        if (selection.told().isEmpty()) {
            throw new InputProblem("nothing to tell: " + selection.leftOut()
                    + (selection.withoutTemplate() == 0
                            ? ""
                            : "; templates are hashed by 'backtest --sharing-key " + group + "'"));
        }
        SigningKey signing = SigningKeys.readOrMake(key, "the trusted keys of the other parties", terminal);
        byte[] bundle = new BundleWriter(sharing.id(), signing.publicKey().id(), Techniques.packaged())
                .write(selection.told(), now, valid);
        SignedBundle file = new SignedBundle(out);
        file.write(bundle, signing);
        terminal.out()
                .println("told of " + Counted.of(selection.told().size(), "ring") + " until " + now.plus(valid) + ": "
                        + out + " and " + file.signatureFile() + "; " + selection.leftOut());
        return ExitCode.OK;
    }

    private static Duration days(String text) {
        if (!text.matches("[1-9][0-9]{0,2}d")
                || Integer.parseInt(text.substring(0, text.length() - 1)) > Bundle.MOST_DAYS) {
            throw new InputProblem("--expires takes 1d to " + Bundle.MOST_DAYS + "d, not '" + text + "'");
        }
        return Duration.ofDays(Integer.parseInt(text.substring(0, text.length() - 1)));
    }
}
