// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which tokens a request makes more or less likely. */
final class LogitBias {
    /** No API takes more biased tokens in one request; the rest would only cost time. */
    private static final int MOST = 1_024;

    private LogitBias() {}

    /** The keys of the object in a field; more than an API takes are left out. */
    static Optional<List<String>> tokens(FieldReader request, String name) {
        JsonNode tokens = request.raw(name);
        if (tokens.isMissingNode()) {
            return Optional.empty();
        }
        if (!tokens.isObject()) {
            request.fault(Reason.WRONG_TYPE, name, "write it as an object of token to bias");
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        tokens.fieldNames().forEachRemaining(key -> {
            if (keys.size() < MOST) {
                keys.add(key);
            }
        });
        return Optional.of(keys);
    }
}
