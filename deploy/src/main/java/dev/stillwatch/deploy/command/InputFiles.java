// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.CsvLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at files before a long run, so that a slip costs a second and not the run. */
final class InputFiles {
    private static final List<String> LABEL_COLUMNS = List.of("account", "class", "campaign");

    /** What spreadsheets put before a file's first line. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private InputFiles() {}

    /** A file that is there, can be read and holds something. */
    static void require(String option, Path file) {
        if (!Files.exists(file)) {
            throw new InputProblem(option + " " + file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new InputProblem(option + " " + file + " is a folder; name a file");
        }
        try {
            if (!Files.isReadable(file)) {
                throw new InputProblem(option + " " + file + " cannot be read: no permission");
            }
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw new InputProblem(option + " " + file + " is empty");
            }
        } catch (IOException e) {
            throw new InputProblem(option + " " + file + " cannot be read", e);
        }
    }

    /** A file of labels, by its first line. */
    static void requireLabels(Path file) {
        require("--labels", file);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> missing = new ArrayList<>(LABEL_COLUMNS);
            String header = lines.readLine();
            missing.removeAll(CsvLine.fields(header == null ? "" : header.replace(BYTE_ORDER_MARK, "")));
            if (!missing.isEmpty()) {
                throw new InputProblem("--labels " + file + " has no column '" + missing.get(0)
                        + "'; its first line must name account, class and campaign");
            }
        } catch (IOException e) {
            throw new InputProblem("--labels " + file + " cannot be read as text", e);
        }
    }

    /** A folder that can be written; makes it. */
    static void requireFolder(String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputProblem(option + " " + folder + " is a file; give a folder");
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
        } catch (IOException e) {
            throw new InputProblem(option + " " + folder + " cannot be written", e);
        }
    }
}
