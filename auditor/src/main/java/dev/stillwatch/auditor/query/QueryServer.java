// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The HTTP door. Everything but {@code GET /health} needs a token. */
public final class QueryServer implements AutoCloseable {
    /** Where the door is unless told otherwise. */
    public static final String LOOPBACK = "127.0.0.1";

    private final Server server;
    private final AlertStreamService streams;
    private final AlertSearchService searches;

    private QueryServer(Server server, AlertStreamService streams, AlertSearchService searches) {
        this.server = server;
        this.streams = streams;
        this.searches = searches;
    }

    /**
     * Opens the door.
     *
     * @param address where; port 0 takes a free one
     * @param tokens who may come in
     * @param alerts what the stream shows
     * @param standings what standings show
     * @param health how the process is
     * @param limits what streams may cost
     * @throws IOException when the address cannot be used, in one line
     */
    public static QueryServer start(
            InetSocketAddress address,
            AccessTokens tokens,
            AlertFeed alerts,
            StandingView standings,
            Supplier<Health> health,
            StreamLimits limits)
            throws IOException {
        AlertStreamService streams = new AlertStreamService(alerts, limits);
        AlertSearchService searches = new AlertSearchService(alerts);
        Server server = Server.builder()
                .http(address)
                .service("/v1/alerts/stream", streams.decorate(new TokenGate(tokens, Role.Right.ALERTS)))
                .service("/v1/alerts", searches.decorate(new TokenGate(tokens, Role.Right.ALERTS)))
                .service(
                        "/v1/standings/{" + StandingService.SUBJECT + "}",
                        new StandingService(standings).decorate(new TokenGate(tokens, Role.Right.STANDINGS)))
                .service("/health", (context, request) -> answer(health.get()))
                .build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            streams.close();
            searches.close();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort()
                            + "; another process may have the port, choose one with --port",
                    e);
        }
        return new QueryServer(server, streams, searches);
    }

    /** The port in use. */
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        streams.close();
        searches.close();
        server.stop().join();
    }

    private static HttpResponse answer(Health health) {
        // State and bounds are our own words: nothing in them needs escaping.
        String passed = health.passed().entrySet().stream()
                .map(bound -> "\"" + bound.getKey() + "\":" + bound.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return HttpResponse.of(
                health.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                MediaType.JSON_UTF_8,
                "{\"ready\":" + health.ready() + ",\"state\":\"" + health.state() + "\",\"passed\":" + passed + "}");
    }
}
