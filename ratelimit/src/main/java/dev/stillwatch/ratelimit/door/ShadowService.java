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
import dev.stillwatch.ratelimit.record.ShadowReport;
import dev.stillwatch.ratelimit.record.Spared;
import java.util.List;

/**
 * {@code GET /v1/shadow}: which customers a promotion would hit, by the calls that shadow mode let pass since the start,
 * and under {@code file} whom the limits file would hit outside its shadow mode; a second behind at most. {@code ?most=N}
 * names so many of each, {@value #USUAL} unless told. Of customers beyond {@code told_apart} only the calls are counted.
 */
final class ShadowService implements HttpService {
    static final String PATH = "/v1/shadow";
    private static final String MOST = "most";
    private static final int USUAL = 100;

    private final Spared spared;

    ShadowService(Spared spared) {
        this.spared = spared;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String asked = context.queryParam(MOST);
        int most = asked == null ? USUAL : number(asked);
        return most < 1 || most > ShadowReport.MOST_SUBJECTS
                ? Answers.problem(HttpStatus.BAD_REQUEST, "most takes 1 to " + ShadowReport.MOST_SUBJECTS)
                : HttpResponse.of(
                        Answers.headers(HttpStatus.OK, MediaType.JSON_UTF_8, List.of()),
                        HttpData.ofUtf8(told(most).toString()));
    }

    private ObjectNode told(int most) {
        ObjectNode node = told(spared.byStandings(), most);
        node.put("told_apart", ShadowReport.MOST_SUBJECTS).set("file", told(spared.byFile(), most));
        return node;
    }

    private static ObjectNode told(ShadowReport report, int most) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("calls", report.calls())
                .put("customers", report.customers());
        ArrayNode hits = node.putArray(MOST);
        report.most(most)
                .forEach(hit -> hits.addObject().put("subject", hit.subject()).put("calls", hit.calls()));
        return node;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
