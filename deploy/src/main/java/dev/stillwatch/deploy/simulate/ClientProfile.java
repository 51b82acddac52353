// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of one real API client.
 *
 * @param name the client's name in its file
 * @param hours requests a second in each hour from the first to the last measured one, in whole days; 0 where it was idle
 * @param cv coefficient of variation of the gaps inside an hour, mean over the requests
 * @param sizes token sizes, mean over the requests; empty when none were measured
 * @param reasoning whether its model reasons
 */
record ClientProfile(String name, List<Double> hours, double cv, Optional<TokenSizes> sizes, boolean reasoning) {
    private static final int HOURS_A_DAY = 24;
    private static final int SECONDS_AN_HOUR = 3_600;
    /** Burstier hours are a handful of requests at once: as the cv of a whole client they would say nothing of it. */
    private static final double GREATEST_CV = 8;

    /** Collects the hours of one client. */
    static final class Builder {
        private final String name;
        private final List<Double> hours = new ArrayList<>();
        private double requests;
        private double cv;
        private double sized;
        private final double[] sums = new double[4];
        private boolean reasoning;

        Builder(String name) {
            this.name = name;
        }

        void hour(CsvRow row) {
            double rate = row.number("rate_rps").orElse(0);
            int hour = (int) (row.number("t").orElse(0) / SECONDS_AN_HOUR);
            while (hours.size() <= hour) {
                hours.add(0.0);
            }
            hours.set(hour, rate);
            requests += rate;
            cv += rate * Math.min(GREATEST_CV, row.number("iat_cv").orElse(1));
            reasoning |= row.number("reason_ratio_mean").isPresent();
            if (row.number("in_p50").isPresent() && row.number("out_p50").isPresent()) {
                sized += rate;
                sums[0] += rate * row.number("in_p50").orElse(0);
                sums[1] += rate * row.number("in_logsd").orElse(0);
                sums[2] += rate * row.number("out_p50").orElse(0);
                sums[3] += rate * row.number("out_logsd").orElse(0);
            }
        }

        /** The client; empty when it asked for nothing. */
        Optional<ClientProfile> build() {
            if (!(requests > 0)) {
                return Optional.empty();
            }
            while (hours.size() % HOURS_A_DAY != 0) {
                hours.add(0.0);
            }
            Optional<TokenSizes> sizes = sized > 0
                    ? Optional.of(new TokenSizes(sums[0] / sized, sums[1] / sized, sums[2] / sized, sums[3] / sized))
                    : Optional.empty();
            return Optional.of(new ClientProfile(name, List.copyOf(hours), cv / requests, sizes, reasoning));
        }
    }
}
