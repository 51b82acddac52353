// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers and objects that are written the same everywhere: keys in the order of writing, no exponents. */
final class Json {
    private static final int DECIMALS = 4;

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Thousandths of a nat as nats. */
    static DecimalNode nats(long milli) {
        return decimal(BigDecimal.valueOf(milli, 3));
    }

    /** To four decimals; what is no finite number becomes 0. */
    static DecimalNode number(double value) {
        return decimal(Double.isFinite(value) ? BigDecimal.valueOf(value) : BigDecimal.ZERO);
    }

    private static DecimalNode decimal(BigDecimal value) {
        BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return DecimalNode.valueOf(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
}
