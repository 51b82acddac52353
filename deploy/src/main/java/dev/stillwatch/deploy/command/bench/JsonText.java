// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Readings for programs. */
final class JsonText {
    private JsonText() {}

    /** The records as indented JSON with a line end. */
    static String of(Object readings) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(readings) + "\n";
    }
}
