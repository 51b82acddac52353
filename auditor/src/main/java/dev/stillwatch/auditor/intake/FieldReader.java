// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads the typed fields of one JSON object. Absent, null and empty are the same: absent. A value of the wrong type, a
 * negative count and a number that is none are noted as a fault with the field's path (never its value) and read as
 * absent, so that a decoder is a plain list of fields.
 */
final class FieldReader {
    /** No log writes greater counts; it keeps sums over a day of exchanges inside 64 bits. */
    static final long GREATEST_COUNT = 1L << 40;

    private final JsonNode node;
    private final String path;
    private final Faults faults;

    private FieldReader(JsonNode node, String path, Faults faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
    }

    /** A reader of a whole record. */
    static FieldReader of(JsonNode node, Dialect dialect) {
        return new FieldReader(node, "", new Faults(dialect));
    }

    /** The text in a field of what is read without faults; empty when it is none or has no characters. */
    static Optional<String> textAt(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A reader of another object of the same record, for example one that stood there as text. */
    FieldReader over(JsonNode other, String name) {
        return new FieldReader(other, pathOf(name), faults);
    }

    /** The same reader, whose faults do not spoil the record: for what a caller wrote rather than the log. */
    FieldReader forgiving() {
        return new FieldReader(node, path, new Faults(faults.dialect()));
    }

    /** What is read. */
    JsonNode node() {
        return node;
    }

    /** What went wrong so far, shared with every reader of the same record. */
    Faults faults() {
        return faults;
    }

    /** The object in a field; empty when it is absent, a fault when it is something else. */
    FieldReader child(String name) {
        JsonNode value = raw(name);
        if (!value.isObject() && !value.isMissingNode()) {
            fault(Reason.WRONG_TYPE, name, "write it as a JSON object");
            value = MissingNode.getInstance();
        }
        return over(value, name);
    }

    /** The object in a field that stands there as JSON or as JSON text; a cut or broken text is absent. */
    FieldReader embedded(String name) {
        JsonNode value = JsonText.unfold(raw(name));
        return over(value.isObject() ? value : MissingNode.getInstance(), name);
    }

    /** The object in a field; empty when it is anything else. */
    FieldReader maybe(String name) {
        JsonNode value = raw(name);
        return over(value.isObject() ? value : MissingNode.getInstance(), name);
    }

    /** The value of a field as it is, missing when null. */
    JsonNode raw(String name) {
        JsonNode value = node.path(name);
        return value.isNull() || isDash(value) ? MissingNode.getInstance() : value;
    }

    /** Whether the field is there. */
    boolean has(String name) {
        return !raw(name).isMissingNode();
    }

    /** A text. */
    Optional<String> text(String name) {
        JsonNode value = raw(name);
        if (value.isTextual()) {
            String text = value.textValue();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
        if (!value.isMissingNode()) {
            if (faults.dialect().numbersAsText() && value.isIntegralNumber()) {
                return Optional.of(value.asText());
            }
            fault(Reason.WRONG_TYPE, name, "write it as text");
        }
        return Optional.empty();
    }

    /** A whole number from 0 to {@link #GREATEST_COUNT}. */
    OptionalLong count(String name) {
        OptionalDouble number = number(name);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        double value = number.getAsDouble();
        if (value != Math.rint(value) || value > GREATEST_COUNT) {
            fault(Reason.WRONG_TYPE, name, "write it as a whole number below 2^40");
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) value);
    }

    /** A count, rounded; anything that is not one is absent. For values that a format is known to get wrong. */
    OptionalLong countIfSane(String name) {
        JsonNode value = raw(name);
        double number = value.isNumber() ? value.doubleValue() : -1;
        return number >= 0 && number <= GREATEST_COUNT ? OptionalLong.of(Math.round(number)) : OptionalLong.empty();
    }

    /** A finite number, at least 0. */
    OptionalDouble number(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode() || (value.isTextual() && value.textValue().isEmpty())) {
            return OptionalDouble.empty();
        }
        Optional<Double> number = Numbers.of(value, faults.dialect());
        if (number.isEmpty()) {
            fault(Reason.WRONG_TYPE, name, "write it as a number");
            return OptionalDouble.empty();
        }
        double finite = number.get();
        if (Double.isNaN(finite) || Double.isInfinite(finite)) {
            fault(Reason.NOT_A_NUMBER, name, "leave the field out when there is no number");
            return OptionalDouble.empty();
        }
        if (finite < 0) {
            fault(Reason.NEGATIVE_VALUE, name, "leave the field out when the value is unknown; 0 is the least");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(finite);
    }

    /** A yes or no. */
    Optional<Boolean> flag(String name) {
        JsonNode value = raw(name);
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        if (!value.isMissingNode()) {
            if (faults.dialect().numbersAsText() && value.isTextual()) {
                return switch (value.textValue()) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                };
            }
            fault(Reason.WRONG_TYPE, name, "write it as true or false");
        }
        return Optional.empty();
    }

    /** A moment as RFC 3339 text; without an offset it is read as UTC. */
    Optional<Instant> time(String name) {
        Optional<String> text = text(name);
        Optional<Instant> time = text.flatMap(EventTime::parse);
        if (text.isPresent() && time.isEmpty()) {
            badTime(name);
        }
        return time;
    }

    /** A moment as a number of the given units since 1970. */
    Optional<Instant> time(String name, EventTime.Unit unit) {
        OptionalDouble number = number(name);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> time = unit.instant(raw(name), number.getAsDouble());
        if (time.isEmpty()) {
            badTime(name);
        }
        return time;
    }

    /** A moment as a number of the given units since 1970, or as text. */
    Optional<Instant> moment(String name, EventTime.Unit unitOfNumbers) {
        return raw(name).isTextual() ? time(name) : time(name, unitOfNumbers);
    }

    /** Notes a fault of a field. */
    void fault(Reason reason, String name, String remedy) {
        faults.add(reason, pathOf(name), remedy);
    }

    private void badTime(String name) {
        fault(Reason.BAD_TIME, name, "write it as RFC 3339, for example 2026-11-22T01:02:03.456Z");
    }

    private boolean isDash(JsonNode value) {
        return faults.dialect().dashIsAbsent()
                && value.isTextual()
                && value.textValue().equals("-");
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
