// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.probe.Probe.Outcome;

/** What a probe found, in one sentence; where something is wrong it says what to check. */
final class ProbeSentence {
    private ProbeSentence() {}

    static String of(Probe probe) {
        Outcome outcome = probe.outcome();
        String found = switch (outcome.verdict()) {
            case BITES -> bites(probe);
            case NEVER_REFUSED ->
                "All " + Counted.of(outcome.passed(), "call")
                        + " passed: check that the gateway asks the limiter and takes the"
                        + " probe's key for " + probe.subject() + ", that the limiter runs and refuses (no --shadow),"
                        + " and that the limit of " + probe.subject() + " is below " + outcome.passed();
            case ALWAYS_REFUSED -> refusedAtOnce(probe);
            case NO_ANSWER ->
                "The gateway did not answer call " + (outcome.passed() + 1) + " (" + outcome.silence()
                        + "): check --gateway, and that the gateway runs";
            case BROKEN ->
                "The gateway answered call " + (outcome.passed() + 1) + " with " + outcome.status() + ": "
                        + remedy(outcome.status());
        };
        return found + leak(outcome) + ".";
    }

    private static String bites(Probe probe) {
        Outcome outcome = probe.outcome();
        String what =
                Counted.of(outcome.passed(), "call") + " passed, then the gateway refused with " + outcome.status()
                        + (outcome.waitSeconds() < 0
                                ? " and did not tell how long to wait"
                                : " and told to wait " + outcome.waitSeconds() + " s");
        return probe.zeroMeant() ? what + "; the first was to be refused: check the limit of " + probe.subject() : what;
    }

    private static String refusedAtOnce(Probe probe) {
        Outcome outcome = probe.outcome();
        String what = "The first call was refused with " + outcome.status();
        if (probe.zeroMeant()) {
            return what + ", as it was meant to be";
        }
        String wait = outcome.waitSeconds() < 0 ? "wait" : "wait " + outcome.waitSeconds() + " s";
        return what + ", so nothing shows that calls within the limit pass: the limit of " + probe.subject()
                + " may be used up (" + wait
                + " and probe again) or zero (say --from-the-first if that is meant), or the"
                + " gateway refuses everybody";
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 -> "it does not know the key; check --header or --header-file";
            case 403 ->
                "it does not know the key (check --header or --header-file), or this is how it refuses (add 403 to"
                        + " --refusal)";
            default ->
                switch (status / 100) {
                    case 3 -> "it sends callers elsewhere; give that address as --gateway and --path";
                    case 5 ->
                        "look at its log; the model server may be away, or the gateway is closed while the limiter"
                                + " cannot tell";
                    default -> "the call is not one that it serves; check --path, --model and --body";
                };
        };
    }

    private static String leak(Outcome outcome) {
        return outcome.leaked().isEmpty()
                ? ""
                : "; callers can read " + String.join(", ", outcome.leaked())
                        + ", which is for the gateway alone: let it remove these headers from answers";
    }
}
