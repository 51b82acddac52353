// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /v1/limits/{subject}}: what applies to a subject now and why, in every domain, for each descriptor key that
 * names subjects there. It asks the limiter itself, with 0 hits: what it shows is what a call would meet.
 */
final class LimitsService implements HttpService {
    static final String SUBJECT = "subject";

    private final InstrumentedLimiter limiter;
    private final Supplier<Domains> domains;

    LimitsService(InstrumentedLimiter limiter, Supplier<Domains> domains) {
        this.limiter = limiter;
        this.domains = domains;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String subject = String.valueOf(context.pathParam(SUBJECT));
        return Answers.of(
                limiter,
                () -> HttpResponse.of(
                        Answers.headers(HttpStatus.OK, MediaType.JSON_UTF_8, List.of()),
                        HttpData.ofUtf8(about(subject).toString())));
    }

    private ObjectNode about(String subject) throws InvalidRequestException, UndecidedException {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("subject", subject);
        ArrayNode limits = node.putArray("limits");
        for (DomainView domain : domains.get().all()) {
            for (String key : domain.subjects()) {
                Descriptor own = Descriptor.of(Bounds.entry(key, subject));
                LimitResponse response = limiter.decide(
                        Bounds.request(domain.name(), List.of(own), 1).looking());
                ObjectNode one = limits.addObject().put("domain", domain.name()).put("key", key);
                one.put("passes", response.passes());
                status(one, response.statuses().get(0));
                if (!response.treatment().equals(Treatment.NONE)) {
                    treatment(one.putObject("treatment"), response.treatment());
                }
            }
        }
        return node;
    }

    private static void status(ObjectNode node, DescriptorStatus status) {
        if (status.limit().isEmpty()) {
            node.put("why", "no limit of the file is for this key alone");
            return;
        }
        CurrentLimit limit = status.limit().get();
        node.putObject("limit")
                .put("name", limit.name())
                .put("requests_per_unit", limit.rate().requests())
                .put("unit", limit.rate().unit().label());
        node.put("remaining", status.remaining())
                .put("reset_ms", status.untilReset().toMillis());
    }

    private static void treatment(ObjectNode node, Treatment treatment) {
        node.put("subject", treatment.subject())
                .put("tier", treatment.tier().label())
                .put("would_be", treatment.wouldBe().label())
                .put("reason", treatment.reason())
                .put("standing_version", treatment.standingVersion())
                .put("visible", treatment.visible());
        treatment.wouldRefuse().ifPresent(limit -> node.put("would_refuse", limit));
        node.putObject("plan")
                .put("exchanges_per_hour", treatment.plan().exchangesPerHour())
                .put("output_tokens_per_hour", treatment.plan().outputTokensPerHour())
                .put("max_tokens", treatment.plan().maxTokens())
                .put("choices", treatment.plan().choices())
                .put("strip_logprobs", treatment.plan().stripLogprobs())
                .put("strip_reasoning", treatment.plan().stripReasoning());
    }
}
