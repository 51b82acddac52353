// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.adjudicate.AdjudicationLadder.Outlook;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import java.util.Locale;

/** What OCSF has no place for: the judgement in full, as {@code explain} reads it. Key names are public contract. */
final class Unmapped {
    private Unmapped() {}

    static ObjectNode of(Finding finding, String sentence, Techniques techniques) {
        ObjectNode root = Json.object();
        root.put("kind", finding.kind())
                .put("subject", finding.head().subject())
                .put("stage", finding.head().stage().name().toLowerCase(Locale.ROOT))
                .put("sentence", sentence);
        Judged.of(finding).ifPresent(judged -> judged(root, finding, judged, techniques));
        if (finding instanceof Finding.PassportMisuse misuse) {
            root.put("passport", misuse.passport())
                    .put("fault", misuse.fault().name().toLowerCase(Locale.ROOT))
                    .put("exchanges", misuse.exchanges())
                    .put("day_exchanges", misuse.used())
                    .put("allowed", misuse.allowed());
        } else if (finding instanceof Finding.SourceHealth health) {
            root.put("source", health.source())
                    .put("records", health.records())
                    .put("rejected", health.rejected())
                    .put("commonest", health.commonest());
            health.usualShare().ifPresent(share -> root.set("usual_share", Json.number(share)));
        }
        return root;
    }

    private static void judged(ObjectNode root, Finding finding, Judged judged, Techniques techniques) {
        root.put("tier", judged.tier().label())
                .put("previous_tier", judged.previous().label())
                .put("mode", judged.mode().name().toLowerCase(Locale.ROOT))
                .put("standing_version", judged.standingVersion());
        root.set("score", score(judged.score()));
        root.set("blind", blind(judged.score()));
        if (finding instanceof Finding.Harvesting harvesting) {
            harvesting(root, harvesting);
        } else if (finding instanceof Finding.RingHarvesting ring) {
            RingTelling.unmapped(root, ring);
        }
        root.put("techniques_version", techniques.version());
        ArrayNode owasp = root.putArray("owasp");
        for (Techniques.Technique technique : techniques.of(judged.speaking())) {
            if (!technique.atlas()) {
                owasp.addObject().put("id", technique.id()).put("name", technique.name());
            }
        }
    }

    private static void harvesting(ObjectNode root, Finding.Harvesting found) {
        root.set("outlook", outlook(found.outlook()));
        root.set("exchanges", exchanges(found.exemplars()));
        root.set("plan", plan(found.plan()));
        root.putObject("limited")
                .put("exchanges", found.limited().exchanges())
                .put("limited", found.limited().limited())
                .put("first_action_time", found.limited().firstAction())
                .put("exchanges_before_action", found.limited().before());
    }

    static ObjectNode score(Score score) {
        ObjectNode node = Json.object();
        node.set("nats", Json.nats(score.totalMilli()));
        ObjectNode families = node.putObject("families");
        for (Family family : Family.values()) {
            families.set(family.label(), Json.nats(score.milli(family)));
        }
        ArrayNode acting = node.putArray("acting");
        score.acting().stream().sorted().map(Family::label).forEach(acting::add);
        ArrayNode signals = node.putArray("signals");
        for (Evidence evidence : score.evidence()) {
            if (evidence.isBlind()
                    || (evidence.weightMilli() == 0 && evidence.sentence().isEmpty())) {
                continue;
            }
            ObjectNode signal = signals.addObject()
                    .put("id", evidence.signal().name())
                    .put("title", evidence.signal().title())
                    .put("family", evidence.signal().family().label());
            signal.set("nats", Json.nats(evidence.weightMilli()));
            signal.set("value", Json.number(evidence.value()));
            signal.set("baseline", Json.number(evidence.baseline()));
            signal.put("sentence", evidence.sentence());
        }
        return node;
    }

    static ArrayNode blind(Score score) {
        ArrayNode blind = Json.object().putArray("blind");
        for (Evidence evidence : score.blind()) {
            ArrayNode missing = blind.addObject()
                    .put("id", evidence.signal().name())
                    .put("title", evidence.signal().title())
                    .putArray("missing");
            for (Field field : evidence.missing().fields()) {
                missing.add(field.name().toLowerCase(Locale.ROOT));
            }
        }
        return blind;
    }

    static ObjectNode outlook(Outlook outlook) {
        ObjectNode node = Json.object();
        node.put("next_tier", outlook.next().label());
        node.set("nats_short", Json.nats(outlook.milliShort()));
        node.put("families_short", outlook.familiesShort()).put("quiet_days_to_fall", outlook.quietDays());
        node.set("quiet_below_nats", Json.nats(outlook.fallsBelowMilli()));
        return node;
    }

    static ObjectNode exchanges(Exemplars exemplars) {
        ObjectNode node = Json.object();
        for (Family family : Family.values()) {
            if (!exemplars.ids(family).isEmpty()) {
                ArrayNode ids = node.putArray(family.label());
                exemplars.ids(family).forEach(ids::add);
            }
        }
        return node;
    }

    static ObjectNode plan(LimitPlan plan) {
        return Json.object()
                .put("exchanges_per_hour", plan.exchangesPerHour())
                .put("output_tokens_per_hour", plan.outputTokensPerHour())
                .put("max_tokens", plan.maxTokens())
                .put("choices", plan.choices())
                .put("strip_logprobs", plan.stripLogprobs())
                .put("strip_reasoning", plan.stripReasoning());
    }
}
