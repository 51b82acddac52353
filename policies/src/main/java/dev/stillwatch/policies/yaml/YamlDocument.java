// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML or JSON file as a tree that knows where each value stands.
 *
 * @param file name for messages
 * @param root the tree; an empty file is an empty object
 * @param places place of each value by its JSON pointer (RFC 6901)
 */
public record YamlDocument(String file, JsonNode root, Map<String, Place> places) {
    /** Longest file that is read, in bytes. */
    public static final int MOST_BYTES = 4 << 20;

    /** Copies the map. */
    public YamlDocument {
        places = Map.copyOf(places);
    }

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column from 1
     * @param written what stands there when it is one word or text, without quotes: {@code 007} is not 7 to those who
     *     read it as a name; empty for lists and objects
     */
    public record Place(int line, int column, String written) {
        static Place of(Mark mark) {
            return of(mark, "");
        }

        static Place of(Mark mark, String written) {
            return new Place(mark.getLine() + 1, mark.getColumn() + 1, written);
        }
    }

    /** What is made of anchors, aliases and merge keys. */
    public enum Aliases {
        /** A file that is read for an audit says everything where it stands. */
        REFUSED,
        /** A file of a format that allows them: each stands for a copy, up to a bound on the copies' number. */
        FOLLOWED
    }

    /**
     * Reads a file.
     *
     * @throws RefusedException when it cannot be read or is not one YAML or JSON document
     */
    public static YamlDocument read(Path path) throws RefusedException {
        return read(path, Aliases.REFUSED);
    }

    /** As {@link #read(Path)}, saying what is made of aliases. */
    public static YamlDocument read(Path path, Aliases aliases) throws RefusedException {
        return parse(path.toString(), bytes(path), aliases);
    }

    /**
     * The bytes of a file of acceptable length.
     *
     * @throws RefusedException when it cannot be read or is too long
     */
    public static byte[] bytes(Path path) throws RefusedException {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new RefusedException(new Problem(
                        path.toString(), 1, 1, Files.size(path) + " bytes", "at most " + MOST_BYTES + " bytes"));
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new RefusedException(
                    new Problem(path.toString(), 1, 1, "the file cannot be read", "a readable file"));
        }
    }

    /**
     * Parses a document.
     *
     * @throws RefusedException when the bytes are not one YAML or JSON document in UTF-8
     */
    public static YamlDocument parse(String file, byte[] bytes) throws RefusedException {
        return parse(file, bytes, Aliases.REFUSED);
    }

    /** As {@link #parse(String, byte[])}, saying what is made of aliases. */
    public static YamlDocument parse(String file, byte[] bytes, Aliases aliases) throws RefusedException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setNestingDepthLimit(50);
        options.setCodePointLimit(MOST_BYTES);
        // The tree builder bounds what aliases stand for itself.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Node node = new Yaml(options).compose(new StringReader(text));
            return new TreeBuilder(file, aliases).build(node);
        } catch (CharacterCodingException e) {
            throw new RefusedException(new Problem(file, 1, 1, "bytes that are not UTF-8", "a text file in UTF-8"));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Place place = mark == null ? new Place(1, 1, "") : Place.of(mark);
            throw new RefusedException(
                    new Problem(file, place.line(), place.column(), oneLine(e.getProblem()), "well-formed YAML"));
        } catch (YAMLException e) {
            throw new RefusedException(new Problem(file, 1, 1, oneLine(e.getMessage()), "well-formed YAML"));
        }
    }

    /** A problem at the value of the pointer, or at the nearest value around it that this file holds. */
    public Problem problem(String pointer, String found, String expected) {
        String at = pointer;
        Place place = places.get(at);
        while (place == null && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
            place = places.get(at);
        }
        Place known = place == null ? new Place(1, 1, "") : place;
        return new Problem(file, known.line(), known.column(), found, expected);
    }

    /** The value of the pointer as it is written, or empty when it is none or no single word or text. */
    public String written(String pointer) {
        Place place = places.get(pointer);
        return place == null ? "" : place.written();
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return message == null
                ? "something unreadable"
                : message.lines().findFirst().orElse("something unreadable");
    }
}
