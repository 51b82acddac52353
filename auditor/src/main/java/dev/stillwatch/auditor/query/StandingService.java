// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** {@code GET /v1/standings/{subject}}: the subject's latest standing as JSON. */
final class StandingService implements HttpService {
    static final String SUBJECT = "subject";

    private final StandingView view;
    private final ObjectMapper mapper = new ObjectMapper();

    StandingService(StandingView view) {
        this.view = view;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws JsonProcessingException {
        String subject = String.valueOf(context.pathParam(SUBJECT));
        Optional<Standing> standing = view.standing(subject);
        if (standing.isEmpty()) {
            return HttpResponse.of(HttpStatus.NOT_FOUND, MediaType.PLAIN_TEXT_UTF_8, "no standing for this subject\n");
        }
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, mapper.writeValueAsString(json(standing.get())));
    }

    private ObjectNode json(Standing standing) {
        ObjectNode node = mapper.createObjectNode()
                .put("subject", standing.subject())
                .put("tier", standing.tier().label())
                .put("score", standing.scoreMilli() / 1000.0)
                .put("mode", standing.mode().name().toLowerCase(Locale.ROOT))
                .put("ring", standing.ring())
                .put("budget", standing.budget())
                .put("policy", standing.policy())
                .put("version", standing.version())
                .put("since", Instant.ofEpochMilli(standing.since()).toString())
                .put("as_of", Instant.ofEpochMilli(standing.asOf()).toString())
                .put("valid_ms", standing.validMillis());
        standing.families().stream().sorted().map(Family::label).forEach(node.putArray("families")::add);
        standing.reasons().forEach(node.putArray("reasons")::add);
        LimitPlan plan = standing.plan();
        node.putObject("plan")
                .put("exchanges_per_hour", plan.exchangesPerHour())
                .put("output_tokens_per_hour", plan.outputTokensPerHour())
                .put("max_tokens", plan.maxTokens())
                .put("choices", plan.choices())
                .put("strip_logprobs", plan.stripLogprobs())
                .put("strip_reasoning", plan.stripReasoning());
        return node;
    }
}
