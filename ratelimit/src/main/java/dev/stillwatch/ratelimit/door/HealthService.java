// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /health}: 200 while the limiter may be asked, else 503, so that load balancers go elsewhere. */
final class HealthService implements HttpService {
    private final Supplier<Readiness> readiness;
    private volatile boolean stopping;

    HealthService(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    /** From now on it says that the limiter stops. */
    void stopping() {
        stopping = true;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Readiness now = readiness.get();
        boolean ready = now.ready() && !stopping;
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ready", ready)
                .put("state", stopping ? "stopping" : now.state());
        ObjectNode counts = node.putObject("counts");
        now.counts().forEach(counts::put);
        return HttpResponse.of(
                Answers.headers(
                        ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, MediaType.JSON_UTF_8, List.of()),
                HttpData.ofUtf8(node.toString()));
    }
}
