// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.hits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quota limits refuse only all together; what passed says by its metadata where the call may go. */
class QuotaTest {
    private static final String SERVICES = """
            domain: quota
            descriptors:
              - key: service
                value: one
                quota_mode: true
                rate_limit: {unit: minute, requests_per_unit: 1}
                metadata: {go: one, only: {one: [1, true, x]}}
              - key: service
                value: two
                quota_mode: true
                rate_limit: {unit: minute, requests_per_unit: 2}
                metadata: {go: two, rest: 2}
              - key: service
                value: open
                quota_mode: true
                rate_limit: {unlimited: true}
              - key: hard
                rate_limit: {unit: minute, requests_per_unit: 3}
                metadata: {go: hard}
            """;

    @TempDir
    private Path directory;

    @Test
    void theThirdOfOneAndTwoIsRefused() {
        Trial trial = Trial.of(directory, SERVICES);

        assertThat(both(trial).code()).isEqualTo(Code.OK);
        LimitResponse second = both(trial);
        assertThat(second.code()).isEqualTo(Code.OK);
        assertThat(second.statuses()).extracting(DescriptorStatus::code).containsExactly(Code.OVER_LIMIT, Code.OK);
        assertThat(both(trial).code()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void aSingleQuotaIsAllOfThem() {
        Trial trial = Trial.of(directory, SERVICES);

        assertThat(trial.codes(2, "quota", descriptor("service", "one"))).containsExactly(Code.OK, Code.OVER_LIMIT);
        assertThat(trial.status("quota", descriptor("service", "one")).limit())
                .hasValueSatisfying(limit -> assertThat(limit.had()).isEmpty());
    }

    @Test
    void aHardLimitRefusesWhateverTheQuotasSay() {
        Trial trial = Trial.of(directory, SERVICES);

        LimitResponse response = trial.ask("quota", 1, hits(4, "hard", "h"), descriptor("service", "one"));

        assertThat(response.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.statuses().get(1).code()).isEqualTo(Code.OK);
    }

    @Test
    void theOnlyQuotaOverItsLimitRefusesThoughTheHardLimitDoesNot() {
        Trial trial = Trial.of(directory, SERVICES);

        LimitResponse response = trial.ask("quota", 1, descriptor("hard", "h"), hits(2, "service", "one"));

        assertThat(response.code()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void underBothTheyPass() {
        Trial trial = Trial.of(directory, SERVICES);

        assertThat(trial.ask("quota", 1, descriptor("hard", "h"), descriptor("service", "one"))
                        .passes())
                .isTrue();
    }

    @Test
    void aQuotaThatIsUnlimitedIsNeverUsedUp() {
        Trial trial = Trial.of(directory, SERVICES);

        assertThat(trial.ask("quota", 1, hits(9, "service", "one"), descriptor("service", "open"))
                        .passes())
                .isTrue();
    }

    @Test
    void inQuotaModeOfTheWholeServiceEveryLimitIsAQuota() {
        Trial trial = Trial.of(directory, new Modes(false, true), SERVICES);

        assertThat(trial.ask("quota", 1, hits(9, "hard", "h"), descriptor("service", "one"))
                        .passes())
                .isTrue();
        assertThat(trial.ask("quota", 1, hits(9, "hard", "h"), descriptor("service", "one"))
                        .passes())
                .isFalse();
    }

    @Test
    void shadowModeOfTheWholeServicePassesWhenAllQuotasAreUsedUp() {
        Trial trial = Trial.of(directory, new Modes(true, false), SERVICES);

        LimitResponse response = trial.ask("quota", 9, descriptor("hard", "h"), descriptor("service", "one"));

        assertThat(response.code()).isEqualTo(Code.OK);
        assertThat(response.statuses()).extracting(DescriptorStatus::code).containsOnly(Code.OVER_LIMIT);
    }

    @Test
    void metadataIsThatOfLimitsThatPassedAndTheFirstOfANameWins() {
        Trial trial = Trial.of(directory, SERVICES);

        assertThat(both(trial).metadata())
                .isEqualTo(Map.of("go", "one", "only", Map.of("one", List.of(1.0, true, "x")), "rest", 2.0));
        assertThat(both(trial).metadata()).isEqualTo(Map.of("go", "two", "rest", 2.0));
        assertThat(both(trial).metadata()).isEmpty();
    }

    /** Their router: the metadata of what passed steers each call, until the sixth finds nothing left. */
    @Test
    void metadataSteersCallsFromTheUsedUpServiceToTheNext() {
        Trial trial = Trial.of(directory, """
                domain: tokens
                descriptors:
                  - {key: service, value: one, quota_mode: true, metadata: {go: one},
                     rate_limit: {unit: day, requests_per_unit: 15}}
                  - {key: service, value: two, quota_mode: true, metadata: {go: two},
                     rate_limit: {unit: day, requests_per_unit: 25}}
                """);
        StringBuilder went = new StringBuilder();
        for (int call = 0; call < 5; call++) {
            LimitResponse look = trial.ask("tokens", 1, hits(0, "service", "one"), hits(0, "service", "two"));
            assertThat(look.passes()).isTrue();
            String service = String.valueOf(look.metadata().get("go"));
            went.append(service).append(' ');
            trial.ask("tokens", 1, hits(10, "service", service));
        }

        assertThat(went).hasToString("one one two two two ");
        assertThat(trial.ask("tokens", 1, hits(0, "service", "one"), hits(0, "service", "two"))
                        .passes())
                .isFalse();
    }

    private static final String DAY_AND_MINUTE = """
            domain: quota
            descriptors:
              - {key: service, value: day, quota_mode: true, rate_limit: {unit: day, requests_per_unit: 1}}
              - {key: service, value: minute, quota_mode: true, rate_limit: {unit: minute, requests_per_unit: 1}}
              - {key: service, value: tiny, quota_mode: true, rate_limit: {unit: minute, requests_per_unit: 0}}
              - {key: service, value: open, quota_mode: true, rate_limit: {unlimited: true}}
              - {key: hard, rate_limit: {unit: hour, requests_per_unit: 0}}
              - {key: hour, rate_limit: {unit: hour, requests_per_unit: 1}}
            """;

    @Test
    void whoeverIsRefusedByQuotasComesBackWhenTheFirstOfThemDoes() {
        Trial trial = Trial.of(directory, DAY_AND_MINUTE);
        Descriptor[] quotas = {
            descriptor("service", "day"), descriptor("service", "minute"), descriptor("service", "tiny")
        };
        trial.ask("quota", 1, quotas);

        assertThat(retryAfter(trial.ask("quota", 1, quotas))).containsExactly("60");
        trial.clock.move(Duration.ofMinutes(1));
        assertThat(trial.ask("quota", 1, quotas).passes()).isTrue();
    }

    @Test
    void aQuotaThatDoesNotRefuseIsNotWaitedFor() {
        Trial trial = Trial.of(directory, DAY_AND_MINUTE);
        Descriptor[] request = {descriptor("hour", "h"), descriptor("service", "day"), descriptor("service", "open")};
        trial.ask("quota", 1, request);

        assertThat(retryAfter(trial.ask("quota", 1, request))).containsExactly("3600");
        trial.clock.move(Duration.ofHours(1));
        assertThat(trial.ask("quota", 1, request).passes()).isTrue();
    }

    @Test
    void whatOtherLimitsNeverLetPassHasNoWait() {
        Trial trial = Trial.of(directory, DAY_AND_MINUTE);

        assertThat(retryAfter(trial.ask("quota", 2, descriptor("hard", "h"), descriptor("service", "minute"))))
                .isEmpty();
        assertThat(retryAfter(trial.ask("quota", 2, descriptor("hour", "h"), descriptor("service", "tiny"))))
                .isEmpty();
    }

    private static List<String> retryAfter(LimitResponse response) {
        assertThat(response.passes()).isFalse();
        return HeaderProfile.NONE.headers(response, Instant.EPOCH).stream()
                .map(Header::value)
                .toList();
    }

    private static LimitResponse both(Trial trial) {
        return trial.ask("quota", 1, descriptor("service", "one"), descriptor("service", "two"));
    }
}
