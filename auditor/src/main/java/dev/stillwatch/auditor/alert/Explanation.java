// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.adjudicate.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why an account stands where it stands, over time, and what would change that. Made of findings as they are on the
 * alerts topic or in {@code alerts.ndjson}, or of a judgement where nothing was ever told; needs nothing else.
 *
 * @param subject the account, ring or source
 * @param moments what was held, oldest first
 * @param rings a line for each ring that names it
 */
public record Explanation(String subject, List<Moment> moments, List<String> rings) {
    private static final Comparator<Moment> OLDEST_FIRST =
            Comparator.comparingLong(Moment::time).thenComparing(Moment::uid);

    /** Copies the lists and orders the moments. */
    public Explanation {
        List<Moment> sorted = new ArrayList<>(moments);
        sorted.sort(OLDEST_FIRST);
        moments = List.copyOf(sorted);
        rings = List.copyOf(rings);
    }

    /**
     * What was held at one time.
     *
     * @param time event time, milliseconds since 1970
     * @param uid id of the alert, empty when none was told
     * @param sentence what was held, in plain words
     * @param detail the judgement in full, in the form of a finding's {@code unmapped}
     */
    public record Moment(long time, String uid, String sentence, JsonNode detail) {}

    /** Of the findings about one subject, or of one alert: those whose subject or uid it is. */
    public static Explanation of(String subjectOrAlert, List<JsonNode> findings) {
        List<Moment> moments = new ArrayList<>();
        String subject = subjectOrAlert;
        for (JsonNode finding : findings) {
            JsonNode detail = finding.path("unmapped");
            String uid = finding.path("finding_info").path("uid").asText();
            String about = detail.path("subject").asText();
            if (subjectOrAlert.equals(uid) || subjectOrAlert.equals(about)) {
                subject = about;
                moments.add(new Moment(
                        finding.path("time").asLong(),
                        uid,
                        finding.path("message").asText(),
                        detail));
            }
        }
        return new Explanation(subject, moments, RingStory.memberships(subject, details(findings)));
    }

    /** Of an account that may never have been alerted: the judgement at one time. */
    public static Explanation of(String account, long asOf, Judgement judgement) {
        ObjectNode detail = Json.object();
        detail.put("kind", "harvesting")
                .put("subject", account)
                .put("tier", judgement.tier().label());
        detail.put("declared", judgement.declared());
        detail.set("score", Unmapped.score(judgement.score()));
        detail.set("blind", Unmapped.blind(judgement.score()));
        detail.set("outlook", Unmapped.outlook(judgement.outlook()));
        String sentence = "Account " + account + ": " + judgement.tier().label() + ", "
                + Sentences.nats(judgement.score().totalMilli()) + " nats.";
        return new Explanation(account, List.of(new Moment(asOf, "", sentence, detail)), List.of());
    }

    /** As JSON, keys in a fixed order. */
    public JsonNode json() {
        ObjectNode root = Json.object().put("subject", subject);
        ArrayNode timeline = root.putArray("timeline");
        for (Moment moment : moments) {
            timeline.addObject()
                    .put("time", moment.time())
                    .put("uid", moment.uid())
                    .put("sentence", moment.sentence())
                    .set("detail", moment.detail());
        }
        if (!rings.isEmpty()) {
            ArrayNode memberships = root.putArray("rings");
            rings.forEach(memberships::add);
        }
        return root;
    }

    /** As lines for a terminal, without colours. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (moments.isEmpty()) {
            lines.add(subject + ": nothing was ever held against it.");
            lines.addAll(rings);
            return lines;
        }
        lines.add(subject);
        lines.addAll(rings);
        lines.add("");
        lines.add("What was held, when");
        for (Moment moment : moments) {
            lines.add("  " + Instant.ofEpochMilli(moment.time()) + "  " + moment.sentence());
        }
        JsonNode last = moments.get(moments.size() - 1).detail();
        ring(lines, last);
        evidence(lines, last.path("score"));
        outlook(lines, last);
        return lines;
    }

    private static List<JsonNode> details(List<JsonNode> findings) {
        return findings.stream()
                .sorted(Comparator.comparingLong(finding -> finding.path("time").asLong()))
                .map(finding -> finding.path("unmapped"))
                .toList();
    }

    private static void ring(List<String> lines, JsonNode detail) {
        List<String> ring = RingStory.lines(detail);
        if (!ring.isEmpty()) {
            lines.add("");
            lines.add("The ring now");
            ring.forEach(line -> lines.add("  " + line));
        }
    }

    private static void evidence(List<String> lines, JsonNode score) {
        if (score.path("signals").isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Evidence now (nats: natural log of how much likelier harvesting makes it)");
        for (JsonNode signal : score.path("signals")) {
            lines.add("  " + signal.path("nats").asText() + "  "
                    + signal.path("id").asText() + " "
                    + signal.path("title").asText() + " ["
                    + signal.path("family").asText() + "]: "
                    + signal.path("sentence").asText() + " Value "
                    + signal.path("value").asText() + ", ordinary "
                    + signal.path("baseline").asText() + ".");
        }
    }

    private static void outlook(List<String> lines, JsonNode detail) {
        JsonNode outlook = detail.path("outlook");
        if (outlook.isMissingNode()) {
            return;
        }
        lines.add("");
        lines.add("What would change the tier");
        if (!outlook.path("next_tier").asText().equals(detail.path("tier").asText())) {
            lines.add("  Up to " + outlook.path("next_tier").asText() + ": "
                    + outlook.path("nats_short").asText() + " nats and "
                    + outlook.path("families_short").asInt() + " more families of evidence.");
        }
        if (outlook.path("quiet_days_to_fall").asInt() > 0) {
            lines.add("  Down one rung: after "
                    + outlook.path("quiet_days_to_fall").asInt() + " whole days below "
                    + outlook.path("quiet_below_nats").asText() + " nats.");
        }
        for (JsonNode blind : detail.path("blind")) {
            List<String> missing = new ArrayList<>();
            blind.path("missing").forEach(field -> missing.add(field.asText()));
            lines.add("  Blind: " + blind.path("id").asText() + " "
                    + blind.path("title").asText() + ", because the log lacks " + String.join(", ", missing) + ".");
        }
    }
}
