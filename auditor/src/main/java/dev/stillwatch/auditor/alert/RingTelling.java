// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.auditor.ring.Tie;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The parts of an OCSF finding that name a ring. Weakly attached accounts stand under {@code unmapped} only: what reads
 * observables to block must not block them.
 */
final class RingTelling {
    /** Most members that are evidences of their own. */
    static final int MOST_EVIDENCES = 20;

    /** Most links and predecessors that are listed. */
    static final int MOST_LISTED = 50;

    private RingTelling() {}

    static void evidences(ObjectNode root, RingFacts ring) {
        List<String> members = ring.coreMembers();
        List<String> shown = members.subList(0, Math.min(MOST_EVIDENCES, members.size()));
        if (!shown.isEmpty()) {
            ArrayNode evidences = root.putArray("evidences");
            for (String member : shown) {
                evidences.addObject().put("name", "member").putObject("user").put("uid", member);
            }
        }
        ArrayNode observables = root.putArray("observables");
        OcsfWriter.observable(observables, "unmapped.ring.id", OcsfWriter.RESOURCE_UID, ring.id());
        for (int place = 0; place < members.size(); place++) {
            OcsfWriter.observable(
                    observables,
                    place < MOST_EVIDENCES ? "evidences[].user.uid" : "unmapped.ring.members[]",
                    OcsfWriter.USER_UID,
                    members.get(place));
        }
    }

    static void unmapped(ObjectNode root, Finding.RingHarvesting found) {
        root.set("ring", ring(found.ring()));
        root.set("budget", Unmapped.plan(found.budget()));
    }

    private static ObjectNode ring(RingFacts ring) {
        ObjectNode node = Json.object()
                .put("id", ring.id())
                .put("first_seen", ring.since())
                .put("core", ring.core())
                .put("weak", ring.weak());
        names(node, "members", ring.coreMembers());
        names(node, "weak_members", ring.weakMembers());
        ArrayNode links = node.putArray("links");
        RingSentences.ties(ring).stream()
                .limit(MOST_LISTED)
                .map(tie -> link(tie, ring))
                .forEach(links::add);
        names(
                node,
                "predecessors",
                ring.predecessors().stream().limit(MOST_LISTED).toList());
        return node.put("exchanges", ring.exchanges()).put("output_tokens", ring.outputTokens());
    }

    /**
     * Accounts of one owner are one of {@code accounts}; {@code sharing} and {@code by_chance} count links; {@code shared}
     * is the hash for the sharing group.
     */
    private static ObjectNode link(Tie tie, RingFacts ring) {
        ObjectNode link = Json.object()
                .put("kind", tie.hub().kind().name().toLowerCase(Locale.ROOT))
                .put("artefact", HexFormat.of().toHexDigits(tie.hub().value()))
                .put("by", tie.by().name().toLowerCase(Locale.ROOT))
                .put("accounts", tie.coincidence().group())
                .put("sharing", tie.coincidence().repeats());
        if (ring.shared().containsKey(tie.hub())) {
            link.put("shared", HexFormat.of().toHexDigits(ring.shared().get(tie.hub())));
        }
        link.set("by_chance", Json.number(tie.coincidence().expected()));
        return link.put("sentence", ArtefactWords.tie(tie) + ".");
    }

    private static void names(ObjectNode node, String key, List<String> names) {
        ArrayNode array = node.putArray(key);
        names.forEach(array::add);
    }
}
