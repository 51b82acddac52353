// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.replay.score.ScoreboardFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code detection.json} and {@code detection.md}. */
final class DetectionFiles {
    private DetectionFiles() {}

    static void write(DetectionReport report, Path out) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = json.createObjectNode();
        root.put("seeds", report.seeds());
        report.setting().forEach(root.putArray("setting")::add);
        for (DetectionReport.Row row : report.rows()) {
            ObjectNode node = root.withArray("rows").addObject();
            node.put("replay", row.name()).put("cover_percent", row.cover());
            node.set("stillwatch", ScoreboardFiles.json(row.board()));
            ObjectNode rivals = node.putObject("rivals");
            row.rivals()
                    .forEach((rival, found) -> rivals.putObject(rival)
                            .put("account_recall", found.recall())
                            .put("campaign_accounts", found.attackers())
                            .put("benign_flagged", found.benignShare())
                            .put("benign_accounts", found.benign()));
        }
        root.set("benign", ScoreboardFiles.json(report.benign().board()));
        report.benign().singledOut().forEach(root.putArray("classes_above_three_times_the_mean")::add);
        Files.createDirectories(out);
        Files.writeString(out.resolve("detection.json"), json.writeValueAsString(root) + "\n");
        Files.writeString(out.resolve("detection.md"), DetectionTable.of(report));
    }
}
