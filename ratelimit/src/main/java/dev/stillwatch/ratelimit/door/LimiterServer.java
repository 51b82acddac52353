// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.RuleTotals;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.peer.Peers;
import dev.stillwatch.ratelimit.record.Recorder;
import dev.stillwatch.ratelimit.record.Spared;
import dev.stillwatch.ratelimit.reserve.BudgetSource;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.standing.Gate;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All doors of a limiter on one port. No door asks for a token: whoever may reach the port may ask and take, so it is on
 * loopback unless told otherwise, as Envoy and its kind expect of a service beside them.
 */
public final class LimiterServer implements AutoCloseable {
    /** Where the doors are unless told otherwise. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final long QUIET_MILLIS = 200;
    private static final long DRAIN_MILLIS = 10_000;

    private final Server server;
    private final HealthService health;

    private LimiterServer(Server server, HealthService health) {
        this.server = server;
        this.health = health;
    }

    /**
     * What stands behind the doors.
     *
     * @param limiter who decides
     * @param looking who says what applies to a subject when people ask, without a decision being recorded
     * @param domains the domains in force, asked for at every request
     * @param readiness whether it may be asked
     * @param gauges what {@code /metrics} shows beside the doors' own, by name
     * @param rules what was counted under each rule of the limits file, for {@code /metrics}
     * @param clock for headers that tell instants
     * @param spared whom shadow mode spares; empty, where no record of decisions is kept, leaves {@code /v1/shadow} out
     * @param threads where the limiters are asked
     */
    public record Parts(
            Limiter limiter,
            Limiter looking,
            Supplier<Domains> domains,
            Supplier<Readiness> readiness,
            Map<String, LongSupplier> gauges,
            Supplier<Map<String, RuleTotals>> rules,
            InstantSource clock,
            Optional<Spared> spared,
            Threads threads) {
        /** Of a limiter that follows no standings and never waits. */
        public Parts(
                Limiter limiter,
                Limiter looking,
                Supplier<Domains> domains,
                Supplier<Readiness> readiness,
                Map<String, LongSupplier> gauges,
                Supplier<Map<String, RuleTotals>> rules,
                InstantSource clock) {
            this(limiter, looking, domains, readiness, gauges, rules, clock, Optional.empty(), Threads.EVENT_LOOP);
        }
    }

    /**
     * What admits calls to models.
     *
     * @param reservations what is held and charged
     * @param budgets which budgets a call is counted against
     * @param gate counts it as any door does
     * @param recorder who keeps count of the admissions
     */
    public record Admissions(Reservations reservations, BudgetSource budgets, Gate gate, Recorder recorder) {}

    /**
     * What other nodes of the same limiter ask for.
     *
     * @param peers who they are
     * @param counting what is counted here by the limits files
     * @param draws plans and budgets that are counted here
     */
    public record Shared(Peers peers, Counting counting, OwnDraws draws) {}

    /**
     * Opens the doors.
     *
     * @param address where; port 0 takes a free one
     * @param parts what stands behind them
     * @param admissions what holds and charges for such calls; empty leaves {@code /v1/admit} and its kind out
     * @throws IOException when the address cannot be used, in one line
     */
    public static LimiterServer start(InetSocketAddress address, Parts parts, Optional<Admissions> admissions)
            throws IOException {
        return start(address, parts, admissions, Optional.empty(), Optional.empty());
    }

    /**
     * Opens the doors of one of several nodes, and one more for the others.
     *
     * @param address where; port 0 takes a free one
     * @param parts what stands behind them
     * @param admissions what holds and charges for such calls; empty leaves {@code /v1/admit} and its kind out
     * @param shared what the others ask for; empty where there are none
     * @throws IOException when the address cannot be used, in one line
     */
    public static LimiterServer start(
            InetSocketAddress address, Parts parts, Optional<Admissions> admissions, Optional<Shared> shared)
            throws IOException {
        return start(address, parts, admissions, shared, Optional.empty());
    }

    /**
     * Opens the doors, and beside them the {@link Floor} that they are measured against.
     *
     * @param address where; port 0 takes a free one
     * @param parts what stands behind the doors
     * @throws IOException when the address cannot be used, in one line
     */
    public static LimiterServer startWithFloor(InetSocketAddress address, Parts parts) throws IOException {
        return start(address, parts, Optional.empty(), Optional.empty(), Optional.of(new Floor()));
    }

    private static LimiterServer start(
            InetSocketAddress address,
            Parts parts,
            Optional<Admissions> admissions,
            Optional<Shared> shared,
            Optional<Floor> floor)
            throws IOException {
        HealthService health = new HealthService(parts.readiness);
        Meters meters = new Meters(parts.gauges, parts.rules);
        ServerBuilder builder = Server.builder()
                .http(address)
                .meterRegistry(meters.registry())
                // Gateways hand refusals on with all their headers.
                .disableServerHeader()
                .maxRequestLength(Bounds.MOST_BYTES)
                .http1MaxHeaderSize(Bounds.MOST_HEADER_BYTES)
                .http2MaxHeaderListSize(Bounds.MOST_HEADER_BYTES)
                .gracefulShutdownTimeoutMillis(QUIET_MILLIS, DRAIN_MILLIS)
                // Gateways are near: what they sent before they read the farewell has come by then.
                .connectionDrainDuration(Duration.ofMillis(QUIET_MILLIS))
                .bossGroupFactory(DoorKeeper::new)
                .errorHandler((context, cause) -> isAnswer(cause) ? null : Answers.undecided());
        grpc(builder, parts, meters, floor);
        shared.ifPresent(known -> builder.service(GrpcService.builder()
                .addService(new OwnerService(
                        new InstrumentedLimiter(parts.limiter, meters, Door.OWNER), known, parts.readiness))
                .maxRequestMessageLength(Bounds.MOST_BYTES)
                .exceptionHandler(new GrpcFailures())
                .build()));
        Elsewhere elsewhere = new Elsewhere(shared.map(Shared::peers));
        http(builder, parts, admissions, meters, health, elsewhere);
        parts.spared.ifPresent(spared ->
                builder.route().path(ShadowService.PATH).methods(HttpMethod.GET).build(new ShadowService(spared)));
        admissions.ifPresent(known -> admissions(builder, parts, meters, known, elsewhere));
        floor.ifPresent(empty -> builder.service(Floor.HTTP, empty));
        Server server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort()
                            + "; another process may have the port",
                    e);
        }
        return new LimiterServer(server, health);
    }

    /** The port in use. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Answers what has been asked, tells load balancers to go elsewhere meanwhile, and stops. */
    @Override
    public void close() {
        health.stopping();
        server.stop().join();
    }

    private static void grpc(ServerBuilder builder, Parts parts, Meters meters, Optional<Floor> floor) {
        GrpcServiceBuilder services = GrpcService.builder()
                .addService(new EnvoyService(desk(parts, parts.limiter, meters, Door.ENVOY)))
                .addService(new KuadrantService(desk(parts, parts.limiter, meters, Door.KUADRANT)))
                .addService(new AuthorizationService(desk(parts, parts.limiter, meters, Door.EXT_AUTHZ)))
                .maxRequestMessageLength(Bounds.MOST_BYTES)
                .useBlockingTaskExecutor(parts.threads == Threads.BLOCKING)
                .exceptionHandler(new GrpcFailures());
        floor.ifPresent(empty -> services.addService(Floor.SERVICE, empty.overGrpc()));
        builder.service(services.build());
    }

    private static void http(
            ServerBuilder builder,
            Parts parts,
            Optional<Admissions> admissions,
            Meters meters,
            HealthService health,
            Elsewhere elsewhere) {
        Desk looking = desk(parts, parts.looking, meters, Door.LIMITS);
        builder.service("/authz", new AuthzService(desk(parts, parts.limiter, meters, Door.AUTHZ)))
                .route()
                .path("/json")
                .methods(HttpMethod.POST)
                .build(new JsonService(desk(parts, parts.limiter, meters, Door.JSON)))
                .service(
                        "/v1/limits/{" + LimitsService.SUBJECT + "}", new LimitsService(looking, admissions, elsewhere))
                .service("/health", health)
                // As envoyproxy/ratelimit names it.
                .service("/healthcheck", health)
                .service("/metrics", PrometheusExpositionService.of(meters.scraped()));
    }

    private static void admissions(
            ServerBuilder builder, Parts parts, Meters meters, Admissions admissions, Elsewhere elsewhere) {
        AdmitService service = new AdmitService(admitting(parts, meters, Door.ADMIT, admissions, elsewhere));
        builder.route().path("/v1/admit").methods(HttpMethod.POST).build(service.admission());
        builder.route().path("/v1/settle").methods(HttpMethod.POST).build(service.settlement());
        builder.route().path("/v1/cancel").methods(HttpMethod.POST).build(service.cancellation());
        builder.route()
                .path("/v1/portkey")
                .methods(HttpMethod.POST)
                // It bounds them itself, because what is refused by status is let through there.
                .maxRequestLength(0)
                .build(new PortkeyService(admitting(parts, meters, Door.PORTKEY, admissions, elsewhere)));
    }

    private static Admitting admitting(
            Parts parts, Meters meters, Door door, Admissions admissions, Elsewhere elsewhere) {
        return new Admitting(desk(parts, parts.looking, meters, door), admissions, elsewhere);
    }

    private static Desk desk(Parts parts, Limiter limiter, Meters meters, Door door) {
        return new Desk(new InstrumentedLimiter(limiter, meters, door), parts.domains, parts.clock, parts.threads);
    }

    /** What the HTTP library itself answers well: no such path, wrong method, too long. */
    private static boolean isAnswer(Throwable cause) {
        return cause instanceof HttpStatusException
                || cause instanceof HttpResponseException
                || cause instanceof com.linecorp.armeria.common.ContentTooLargeException;
    }
}
