// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.util.Map;
import java.util.function.Predicate;

/** A detector to compare with that says when it would have spoken. */
public interface Rival {
    /** Its name in tables. */
    String name();

    /** Whether it takes long over each account, so that a bench asks about a sample. */
    boolean slow();

    /** How suspicious each wanted account of the play was, and when, by account id; one left out never was. */
    Map<String, Suspicion> suspicions(Scene scene, Predicate<Traffic.Account> wanted);
}
