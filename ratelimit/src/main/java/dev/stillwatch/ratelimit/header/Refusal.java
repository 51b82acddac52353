// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.List;

/**
 * A refused call in words: an HTTP status and a problem document (RFC 9457) of a type that draft-11 registers.
 *
 * <p>It never tells why a subject is limited, only that its usage stands out: the reason is for the people behind the
 * gateway, and the caller would learn from it what is looked at.
 *
 * @param status 429, or 403 where an open suspension refuses
 * @param problem the document, JSON in one line
 */
public record Refusal(int status, String problem) {
    /** Media type of {@link #problem}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://iana.org/assignments/http-problem-types#";
    private static final int TOO_MANY = 429;
    private static final int FORBIDDEN = 403;

    /** The refusal that an answer means; only of answers that do not pass. */
    public static Refusal of(LimitResponse response) {
        Treatment treatment = response.treatment();
        // A limit of the file refuses like any other day, whatever the subject's standing.
        boolean told = treatment.visible()
                && treatment.tier().atLeast(Tier.THROTTLE)
                && treatment.wouldRefuse().isPresent();
        int status = told && treatment.tier() == Tier.SUSPEND ? FORBIDDEN : TOO_MANY;
        return of(
                status,
                told,
                Quota.of(response).stream()
                        .filter(Quota::exceeded)
                        .map(Quota::policy)
                        .toList());
    }

    /**
     * The refusal by limits of these names.
     *
     * @param status what the caller is answered
     * @param abnormal whether the caller's usage stands out, and the caller may know
     * @param policies names of the limits that are used up, as in the headers
     */
    public static Refusal of(int status, boolean abnormal, List<String> policies) {
        ObjectNode problem = JsonNodeFactory.instance
                .objectNode()
                .put("type", TYPES + (abnormal ? "abnormal-usage-detected" : "quota-exceeded"))
                .put(
                        "title",
                        abnormal
                                ? "Request not satisfied due to detection of abnormal request pattern"
                                : "Request cannot be satisfied as assigned quota has been exceeded")
                .put("status", status);
        policies.forEach(problem.putArray("violated-policies")::add);
        return new Refusal(status, problem.toString());
    }
}
