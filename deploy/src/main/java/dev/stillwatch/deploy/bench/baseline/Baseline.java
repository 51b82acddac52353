// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Map;

/** A detector to compare with. */
public interface Baseline {
    /** Its name in tables. */
    String name();

    /** How suspicious each account is, by account id; greater is more. Depends on the traffic alone. */
    Map<String, Double> scores(Traffic traffic);
}
