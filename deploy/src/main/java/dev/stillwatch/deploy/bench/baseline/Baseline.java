// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Map;
import java.util.function.Predicate;

/** A detector to compare with. */
public interface Baseline {
    /** Its name in tables. */
    String name();

    /** How suspicious each wanted account of the traffic is, by account id; greater is more. Depends on the traffic alone. */
    Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted);

    /** How suspicious every account is. */
    default Map<String, Double> scores(Traffic traffic) {
        return scores(traffic, account -> true);
    }

    /** How many accounts of a campaign it can be asked about: some take long over each. */
    default int mostOfCampaign() {
        return Integer.MAX_VALUE;
    }
}
