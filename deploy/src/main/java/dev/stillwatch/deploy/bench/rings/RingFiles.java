// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.replay.score.ScoreboardFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code rings.json} and {@code rings.md}. */
final class RingFiles {
    private RingFiles() {}

    static void write(RingReport report, Path out) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = json.createObjectNode();
        root.put("seeds", report.seeds());
        report.setting().forEach(root.putArray("setting")::add);
        for (RingReport.Row row : report.rows()) {
            ObjectNode node = root.withArray("rows").addObject();
            node.put("replay", row.name())
                    .put("cover_percent", row.cover())
                    .put("customers", row.actedOn().count())
                    .put("customers_acted_on_share", row.actedOn().value())
                    .put("customers_acted_on_low", row.actedOn().interval().low())
                    .put("customers_acted_on_high", row.actedOn().interval().high())
                    .set("stillwatch", ScoreboardFiles.json(row.board()));
            row.beside()
                    .forEach((who, board) -> node.withObject("/side_by_side").set(who, ScoreboardFiles.json(board)));
        }
        root.set("benign", ScoreboardFiles.json(report.benign().board()));
        report.benign().singledOut().forEach(root.putArray("classes_above_three_times_the_mean")::add);
        Files.createDirectories(out);
        Files.writeString(out.resolve("rings.json"), json.writeValueAsString(root) + "\n");
        Files.writeString(out.resolve("rings.md"), RingTable.of(report));
    }
}
