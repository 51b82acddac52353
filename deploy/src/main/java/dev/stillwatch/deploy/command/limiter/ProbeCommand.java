// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.ListenAddress;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.Colour;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.ratelimit.probe.Prober;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries through a real gateway whether its limits bite. */
@Command(
        name = "probe",
        sortOptions = false,
        description = "Tries whether limits bite: sends a synthetic subject's calls through the gateway, one after the"
                + " other, until one is refused. Exit code 0 when some pass and then one is refused (with --from-the-first:"
                + " when the first is), and no answer shows a header that is for the gateway only; 1 when not.",
        footer = {
            "",
            "In this order:",
            "  1. Give the gateway a key of its own for the probe, and an account for it: stillwatch.probe.",
            "  2. Give that account a limit of a few calls a minute in the limits file.",
            "  3. Put 'Authorization: Bearer KEY' into a file that only you may read.",
            "  4. stillwatch limiter probe --gateway http://127.0.0.1:8080 --header-file FILE --model MODEL",
            "  5. Again after each change of gateway or limits, not sooner than the limit has come back. With --out or"
                    + " --bootstrap-servers it is recorded.",
            "Calls that pass reach the model and cost what one token costs. A refusal by the model's own provider with a"
                    + " status of --refusal looks like the gateway's: keep the probe's limit below the provider's."
        })
final class ProbeCommand implements Callable<Integer> {
    private static final int MOST_CALLS = 10_000;
    private static final int MOST_SECONDS = 3_600;

    private final Terminal terminal;
    private final Supplier<Path> home;
    private final InstantSource clock = InstantSource.system();

    @Option(
            names = "--gateway",
            required = true,
            paramLabel = "URL",
            description = "Address of the gateway, as callers have it: http://HOST:PORT.")
    private String gateway = "";

    @Option(
            names = "--path",
            defaultValue = "/v1/chat/completions",
            description = "Path of the call (default ${DEFAULT-VALUE}).")
    private String path = "";

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description =
                    "Header of the call; may be repeated. Others on this machine can see it: for the key take one of"
                            + " the next two.")
    private List<String> headers = List.of();

    @Option(names = "--header-file", paramLabel = "FILE", description = "File with a header a line.")
    private Optional<Path> headerFile = Optional.empty();

    @Option(names = "--header-env", paramLabel = "VARIABLE", description = "Environment variable with a header a line.")
    private Optional<String> headerVariable = Optional.empty();

    @Option(
            names = "--model",
            defaultValue = "stillwatch.probe",
            description = "Model that the call names; one that the gateway serves (default ${DEFAULT-VALUE}).")
    private String model = "";

    @Option(
            names = "--body",
            paramLabel = "FILE",
            description = "JSON body of the call (default: the smallest chat call, for one token).")
    private Optional<Path> body = Optional.empty();

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "Calls to send at most (default ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--refusal",
            split = ",",
            paramLabel = "STATUS",
            defaultValue = "429",
            description = "Statuses that are refusals, with commas between (default ${DEFAULT-VALUE}).")
    private Set<Integer> refusals = Set.of();

    @Option(
            names = "--from-the-first",
            description = "The subject's limit is meant to be zero: the first call has to be refused.")
    private boolean zeroMeant;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long each answer may take (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--subject",
            defaultValue = "stillwatch.probe",
            description = "Account that the gateway takes the key for; only recorded (default ${DEFAULT-VALUE}).")
    private String subject = "";

    @Option(
            names = "--limiter",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Name or address of the limiter behind the gateway; only recorded.")
    private String limiter = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Add the result to this file as one line of JSON.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Record the result on this Kafka cluster, with a tag under the key in STILLWATCH_HOME.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--create-topics", description = "Make the topic of probes when the cluster lacks it.")
    private boolean createTopics;

    /**
     * The command.
     *
     * @param terminal where it writes
     * @param home where the deployment's key is
     */
    ProbeCommand(Terminal terminal, Supplier<Path> home) {
        this.terminal = terminal;
        this.home = home;
    }

    @Override
    public Integer call() throws IOException {
        URI address = address();
        Prober prober = prober(address);
        ProbeRecords records = ProbeRecords.open(home.get(), out, cluster, createTopics);
        long from = clock.millis();
        long start = System.nanoTime();
        Probe.Outcome outcome = run(prober);
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        Probe probe = new Probe(
                UUID.randomUUID().toString(), withoutQuery(address), limiter, subject, zeroMeant, outcome, from, took);
        terminal.out()
                .println(terminal.paint(
                        probe.holds() ? Colour.GREEN : Colour.RED, AlertLine.plain(ProbeSentence.of(probe))));
        records.write(probe, terminal);
        return probe.holds() ? ExitCode.OK : ExitCode.FOUND;
    }

    private static Probe.Outcome run(Prober prober) {
        try {
            return prober.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputProblem("interrupted: nothing was found out and nothing recorded", e);
        }
    }

    private Prober prober(URI address) throws IOException {
        if (most < 1 || most > MOST_CALLS) {
            throw new InputProblem("--most takes 1 to " + MOST_CALLS);
        }
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new InputProblem("--timeout takes 1 to " + MOST_SECONDS + " seconds");
        }
        Set<Integer> wrong =
                refusals.stream().filter(status -> status < 400 || status > 599).collect(Collectors.toSet());
        if (!wrong.isEmpty()) {
            throw new InputProblem("--refusal takes statuses from 400 to 599");
        }
        HttpRequest.Builder call = HttpRequest.newBuilder(address)
                .setHeader("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content()));
        ProbeHeaders.add(call, headers, "--header");
        if (headerFile.isPresent()) {
            ProbeHeaders.add(call, Files.readAllLines(headerFile.get()), "--header-file " + headerFile.get());
        }
        if (headerVariable.isPresent()) {
            String value = System.getenv(headerVariable.get());
            if (value == null || value.isBlank()) {
                throw new InputProblem("--header-env names " + headerVariable.get() + ", which is not set");
            }
            ProbeHeaders.add(call, value.lines().toList(), "--header-env " + headerVariable.get());
        }
        return new Prober(call.build(), Duration.ofSeconds(seconds), refusals, most, clock);
    }

    private byte[] content() throws IOException {
        if (body.isPresent()) {
            return Files.readAllBytes(body.get());
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode call = mapper.createObjectNode().put("model", model).put("max_tokens", 1);
        call.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        return mapper.writeValueAsBytes(call);
    }

    /** Where the call goes. */
    private URI address() {
        String base = gateway.endsWith("/") ? gateway.substring(0, gateway.length() - 1) : gateway;
        try {
            URI address = URI.create(base + path);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            boolean port = address.getPort() <= ListenAddress.GREATEST_PORT;
            if (http && port && address.getHost() != null && address.getUserInfo() == null && path.startsWith("/")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below, like every other address that is none.
        }
        throw new InputProblem(
                "--gateway and --path are no address; give http://HOST:PORT and a path that begins with /,"
                        + " and keys as headers");
    }

    /** What is recorded of the address: some gateways take their key in the query. */
    private static String withoutQuery(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
