// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Optional;

/**
 * Writes findings as OCSF 1.8.0 Detection Findings (class 2004). Keys come in a fixed order, numbers without exponents
 * and times are event times, so that equal findings are equal bytes. What OCSF has no place for stands under
 * {@code unmapped}; {@code risk_score} is tenths of a nat, at most 100. Immutable.
 */
public final class OcsfWriter {
    private static final int CLASS = 2004;
    static final int USER_UID = 31;
    static final int RESOURCE_UID = 10;
    private static final int MOST_RISK = 100;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Techniques techniques;
    private final String productVersion;

    /**
     * A writer.
     *
     * @param techniques ids to name
     * @param productVersion version of this build, as findings state it
     */
    public OcsfWriter(Techniques techniques, String productVersion) {
        this.techniques = techniques;
        this.productVersion = productVersion;
    }

    /** One finding as one line of JSON in UTF-8, without line end. */
    public byte[] write(Finding finding) {
        try {
            return json.writeValueAsBytes(tree(finding));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
    }

    private ObjectNode tree(Finding finding) {
        Finding.Head head = finding.head();
        int activity = head.stage().ordinal() + 1;
        String sentence = Sentences.describe(finding);
        ObjectNode root = Json.object();
        root.put("activity_id", activity)
                .put("activity_name", List.of("Create", "Update", "Close").get(activity - 1))
                .put("category_uid", 2)
                .put("category_name", "Findings")
                .put("class_uid", CLASS)
                .put("class_name", "Detection Finding")
                .put("type_uid", CLASS * 100 + activity)
                .put("time", head.time())
                .put("message", sentence)
                .put("count", head.count())
                .put("start_time", head.first())
                .put("end_time", head.time())
                .put("is_alert", true);
        status(root, head.stage());
        severity(root, finding);
        Judged.of(finding).ifPresent(judged -> judgement(root, judged.score()));
        root.set("finding_info", info(finding, sentence));
        root.set("metadata", metadata(head));
        root.set("policy", policy(head));
        evidences(root, finding);
        root.set("unmapped", Unmapped.of(finding, sentence, techniques));
        return root;
    }

    private static void status(ObjectNode root, Finding.Stage stage) {
        switch (stage) {
            case NEW -> root.put("status_id", 1).put("status", "New");
            case UPDATED -> root.put("status_id", 2).put("status", "In Progress");
            case SUPERSEDED ->
                root.put("status_id", 4).put("status", "Resolved").put("status_detail", "superseded");
        }
    }

    private static void severity(ObjectNode root, Finding finding) {
        int severity = 3;
        Optional<Tier> tier = Judged.of(finding).map(Judged::tier);
        if (tier.isPresent()) {
            severity = tier.get().atLeast(Tier.THROTTLE) ? tier.get().ordinal() + 1 : 1;
        } else if (finding instanceof Finding.PassportMisuse misuse
                && misuse.fault() != Finding.PassportFault.OVERRUN) {
            severity = 2;
        }
        root.put("severity_id", severity)
                .put(
                        "severity",
                        List.of("Informational", "Low", "Medium", "High", "Critical")
                                .get(severity - 1));
    }

    private static void judgement(ObjectNode root, Score score) {
        int confidence = Math.max(1, Math.min(3, score.acting().size()));
        root.put("confidence_id", confidence)
                .put("confidence", List.of("Low", "Medium", "High").get(confidence - 1))
                .put("risk_score", (int) Math.min(MOST_RISK, score.totalMilli() / 100));
    }

    private ObjectNode info(Finding finding, String sentence) {
        Finding.Head head = finding.head();
        ObjectNode info = Json.object();
        info.put("uid", head.uid()).put("title", Sentences.title(finding)).put("desc", sentence);
        info.put("created_time", head.first())
                .put("modified_time", head.time())
                .put("first_seen_time", head.first())
                .put("last_seen_time", head.time());
        info.putArray("types").add(finding.kind());
        info.putObject("analytic")
                .put("type_id", 3)
                .put("type", "Statistical")
                .put("uid", finding.kind())
                .put("name", "Stillwatch " + finding.kind())
                .put("version", head.policy());
        Optional<Judged> judged = Judged.of(finding);
        if (judged.isPresent()) {
            ArrayNode attacks = info.putArray("attacks");
            for (Techniques.Technique technique : techniques.of(judged.get().speaking())) {
                if (technique.atlas()) {
                    attacks.addObject()
                            .putObject("technique")
                            .put("uid", technique.id())
                            .put("name", technique.name());
                }
            }
        }
        return info;
    }

    private ObjectNode metadata(Finding.Head head) {
        ObjectNode metadata = Json.object();
        metadata.put("version", "1.8.0").put("uid", head.uid() + "-" + head.count());
        metadata.putObject("product")
                .put("name", "Stillwatch")
                .put("vendor_name", "Stillwatch")
                .put("version", productVersion);
        return metadata;
    }

    private static ObjectNode policy(Finding.Head head) {
        String id = head.policy();
        String name = Policy.nameOf(id);
        ObjectNode policy = Json.object().put("uid", id).put("name", name);
        return name.length() == id.length() ? policy : policy.put("version", id.substring(name.length() + 1));
    }

    private static void evidences(ObjectNode root, Finding finding) {
        if (finding instanceof Finding.SourceHealth health) {
            observable(root.putArray("observables"), "source", RESOURCE_UID, health.source());
            return;
        }
        if (finding instanceof Finding.RingHarvesting found) {
            RingTelling.evidences(root, found.ring());
            return;
        }
        AccountFacts facts = finding instanceof Finding.Harvesting harvesting
                ? harvesting.facts()
                : ((Finding.PassportMisuse) finding).facts();
        ArrayNode evidences = root.putArray("evidences");
        ObjectNode user = evidences.addObject().put("name", "account").putObject("user");
        user.put("uid", facts.account());
        if (!facts.org().isEmpty()) {
            user.putObject("org").put("uid", facts.org());
        }
        ArrayNode observables = root.putArray("observables");
        observable(observables, "evidences[].user.uid", USER_UID, facts.account());
        if (finding instanceof Finding.PassportMisuse misuse) {
            observable(observables, "passport", RESOURCE_UID, misuse.passport());
        }
        if (finding instanceof Finding.Harvesting harvesting) {
            for (Family family : Family.values()) {
                for (String id : harvesting.exemplars().ids(family)) {
                    observable(observables, "exchange", RESOURCE_UID, id);
                }
            }
            evidences
                    .addObject()
                    .put("name", "exchanges that weighed most")
                    .set("data", Unmapped.exchanges(harvesting.exemplars()));
        }
    }

    static void observable(ArrayNode observables, String name, int type, String value) {
        observables
                .addObject()
                .put("name", name)
                .put("type_id", type)
                .put("type", type == USER_UID ? "User Object: uid" : "Resource UID")
                .put("value", value);
    }
}
