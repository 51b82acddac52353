// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.FieldSet;

/**
 * Understands one log format. Stateless and safe to share. A decoder never throws on a record, whatever its content:
 * what it cannot use is a {@link Decoding.Rejected}.
 */
interface Decoder {
    /** The format's name: public contract, as in {@code --format} and the coverage matrix. */
    String format();

    /** Whether the record looks like this format, told from its top-level keys alone. */
    boolean recognises(JsonNode root);

    /**
     * Decodes one record.
     *
     * @param root a JSON object
     * @param sources where the account stands, when the operator said so
     */
    Decoding decode(JsonNode root, SourceMap sources);

    /** The fields that this format can carry: its row of the coverage matrix. */
    FieldSet covers();
}
