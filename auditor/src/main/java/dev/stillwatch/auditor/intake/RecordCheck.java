// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every record must hold whatever its format: a plausible time and a usable account. */
final class RecordCheck {
    /** No log of a commercial model is older. */
    static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    /** Longest account name, in UTF-16 units. */
    static final int LONGEST_ACCOUNT = 256;

    private RecordCheck() {}

    /**
     * The decoding without the records that cannot be used.
     *
     * @param latestMillis greatest plausible event time, milliseconds since 1970
     */
    static Decoding check(Decoded decoded, long latestMillis) {
        if (decoded.records().size() == 1 && decoded.spoiled().isEmpty()) {
            Optional<Rejected> problem = problem(decoded.records().get(0), decoded.format(), latestMillis);
            return problem.isPresent() ? problem.get() : decoded;
        }
        List<UsageRecord> records = new ArrayList<>();
        List<Rejected> spoiled = new ArrayList<>(decoded.spoiled());
        for (UsageRecord record : decoded.records()) {
            problem(record, decoded.format(), latestMillis).ifPresentOrElse(spoiled::add, () -> records.add(record));
        }
        return records.isEmpty()
                ? spoiled.get(0)
                : new Decoded(decoded.format(), List.copyOf(records), List.copyOf(spoiled));
    }

    private static Optional<Rejected> problem(UsageRecord record, String format, long latestMillis) {
        if (record.time().isBefore(EARLIEST)) {
            return problem(Reason.TIME_TOO_OLD, "time", "log times since 1970 in the unit that the format states");
        }
        if (record.time().isAfter(Instant.ofEpochMilli(latestMillis))) {
            return problem(Reason.TIME_IN_FUTURE, "time", "set the clock of the log's writer");
        }
        String account = record.account().orElse("");
        if (account.isBlank()) {
            // A part of a split record may lack the account: another part has it.
            return record.correlation().isPresent() && account.isEmpty()
                    ? Optional.empty()
                    : Optional.of(noAccount(format));
        }
        if (account.length() > LONGEST_ACCOUNT || !isPlain(account)) {
            return problem(
                    Reason.BAD_ACCOUNT,
                    "account",
                    "name accounts in at most 256 characters without control characters");
        }
        return Optional.empty();
    }

    /** What is said of a record whose caller nothing names. */
    static Rejected noAccount(String format) {
        return new Rejected(
                Reason.NO_ACCOUNT,
                "account",
                "log who asked, or add to the policy's sources: {format: " + format + ", account_path: "
                        + whereAccountsStand(format) + "}");
    }

    private static String whereAccountsStand(String format) {
        return format.equals(OtelDecoder.FORMAT)
                ? "/attributes/name} or {format: " + format + ", account_path: /resource/name"
                : "/path/in/the/record";
    }

    /** Whether a name holds no control character, line break or half of a surrogate pair. */
    private static boolean isPlain(String name) {
        return name.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        });
    }

    private static Optional<Rejected> problem(Reason reason, String field, String remedy) {
        return Optional.of(new Rejected(reason, field, remedy));
    }
}
