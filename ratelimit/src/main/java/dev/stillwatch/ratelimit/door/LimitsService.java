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
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/limits/{subject}}: what applies to a subject now and why, in every domain, for each descriptor key that
 * names subjects there: the limit that doors count, and what is {@code left} of those that {@code /v1/admit} holds. It
 * looks where a call takes, so what it shows is what a call would meet. Of several nodes the subject's owner answers, and
 * says its name.
 */
final class LimitsService implements HttpService {
    static final String SUBJECT = "subject";

    private final Desk desk;
    private final Optional<LimiterServer.Admissions> admissions;
    private final Elsewhere elsewhere;

    LimitsService(Desk desk, Optional<LimiterServer.Admissions> admissions, Elsewhere elsewhere) {
        this.desk = desk;
        this.elsewhere = elsewhere;
        this.admissions = admissions;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String subject = String.valueOf(context.pathParam(SUBJECT));
        return desk.answer(context, () -> {
            Optional<HttpResponse> owners = elsewhere.ofAccount(request.headers(), subject, new byte[0]);
            return owners.isPresent() ? owners.get() : answer(subject);
        });
    }

    private HttpResponse answer(String subject) throws InvalidRequestException, UndecidedException {
        ObjectNode node = about(subject);
        elsewhere.self().ifPresent(name -> node.put("node", name));
        return HttpResponse.of(
                Answers.headers(HttpStatus.OK, MediaType.JSON_UTF_8, List.of()), HttpData.ofUtf8(node.toString()));
    }

    private ObjectNode about(String subject) throws InvalidRequestException, UndecidedException {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("subject", subject);
        ArrayNode limits = node.putArray("limits");
        for (DomainView domain : desk.domains().get().all()) {
            for (String key : domain.subjects()) {
                Descriptor own = Descriptor.of(Bounds.entry(key, subject));
                about(
                        limits.addObject().put("domain", domain.name()).put("key", key),
                        Bounds.request(domain.name(), List.of(own), 1).looking());
            }
        }
        return node;
    }

    private void about(ObjectNode node, LimitRequest question) throws UndecidedException {
        LimitResponse response = desk.limiter().decide(question);
        DescriptorStatus status = response.statuses().get(0);
        Map<Dimension, Left> left = left(question, response.treatment());
        node.put("passes", response.passes());
        status.limit().ifPresent(limit -> limit(node, status, limit));
        if (!left.isEmpty()) {
            AdmitJson.left(node, left);
        } else if (status.limit().isEmpty()) {
            node.put("why", "no limit of the file is for this key alone");
        }
        TreatmentJson.put(node, response.treatment());
    }

    private Map<Dimension, Left> left(LimitRequest question, Treatment treatment) throws UndecidedException {
        return admissions.isEmpty()
                ? Map.of()
                : admissions
                        .get()
                        .reservations()
                        .left(admissions.get().budgets().of(question, treatment));
    }

    private static void limit(ObjectNode node, DescriptorStatus status, CurrentLimit limit) {
        node.putObject("limit")
                .put("name", limit.name())
                .put("requests_per_unit", limit.rate().requests())
                .put("unit", limit.rate().unit().label());
        node.put("remaining", status.remaining())
                .put("reset_ms", status.untilReset().toMillis());
    }
}
