// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.sharing.Bundle;
import dev.stillwatch.auditor.sharing.SharingException;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a bundle holds. */
@Command(
        name = "verify",
        sortOptions = false,
        description = "Verifies a bundle's signature and says what still holds of it. Exit code 1 when it is refused or"
                + " nothing holds.")
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InstantSource clock;

    @Mixin
    private TrustedBundle told = new TrustedBundle();

    @Option(names = "--json", description = "Print one JSON object for a program to read.")
    private boolean json;

    VerifyCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode found = new ObjectMapper().createObjectNode();
        boolean good = false;
        String line;
        try {
            Bundle bundle = told.read();
            int live = bundle.live(clock.millis()).size();
            int lapsed = bundle.indicators().size() - live;
            good = live > 0;
            line = (good ? "good: " : "expired: ") + Counted.of(live, "indicator")
                    + (live == 1 ? " holds, " : " hold, ") + lapsed + (lapsed == 1 ? " does not, " : " do not, ")
                    + bundle.passedOver() + " of another kind; sharing group " + bundle.group();
            found.put("group", bundle.group()).put("live", live).put("expired", lapsed);
        } catch (SharingException e) {
            line = "refused: " + e.getMessage();
        }
        found.put("good", good).put("reason", line);
        terminal.out().println(json ? found.toString() : line);
        return good ? ExitCode.OK : ExitCode.FOUND;
    }
}
