// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rule takes a request, and which requests are counted together. */
class WildcardTest {
    private static final String ROUTES = """
            domain: d
            descriptors:
              - {key: path, rate_limit: {name: any, unit: hour, requests_per_unit: 2}}
              - {key: path, value: "/api/*", rate_limit: {name: api, unit: hour, requests_per_unit: 2}}
              - {key: path, value: "/api/v1*", rate_limit: {name: never, unit: hour, requests_per_unit: 2}}
              - {key: path, value: "/a*/v2/*.json", rate_limit: {name: late, unit: hour, requests_per_unit: 2}}
              - {key: path, value: "/api/exact", rate_limit: {name: exact, unit: hour, requests_per_unit: 2}}
              - {key: path, value: "/adm*/v2/*.json", rate_limit: {name: middle, unit: hour, requests_per_unit: 2}}
              - {key: "x-*", rate_limit: {name: header, unit: hour, requests_per_unit: 2}}
              - key: tenant
                value: "t-*"
                descriptors:
                  - {key: path, value: "/v*", rate_limit: {name: inner, unit: hour, requests_per_unit: 2}}
              - key: a_b
                rate_limit: {name: long key, unit: hour, requests_per_unit: 2}
              - {key: file, value: one1, rate_limit: {name: one, unit: hour, requests_per_unit: 5}}
              - {key: file, value: "one*", share_threshold: true, rate_limit: {name: ones, unit: hour, requests_per_unit: 3}}
              - {key: apart, value: "p*", share_threshold: false, rate_limit: {unit: hour, requests_per_unit: 2}}
              - {key: mid, value: "/api*v1", share_threshold: true, rate_limit: {unit: hour, requests_per_unit: 3}}
              - {key: many, value: "s*e*r", share_threshold: true, rate_limit: {unit: hour, requests_per_unit: 3}}
              - key: top
                value: "top/*"
                share_threshold: true
                descriptors:
                  - {key: top, value: "in/*", share_threshold: true, rate_limit: {unit: hour, requests_per_unit: 3}}
                  - {key: leaf, rate_limit: {unit: hour, requests_per_unit: 2}}
              - key: path2
                value: "p*"
                share_threshold: true
                descriptors:
                  - key: file2
                    value: "f*"
                    descriptors:
                      - {key: kind2, rate_limit: {unit: hour, requests_per_unit: 2}}
              - key: parent
                value: p
                descriptors:
                  - {key: file, value: "one*", share_threshold: true, rate_limit: {unit: hour, requests_per_unit: 2}}
            """;

    @TempDir
    private Path directory;

    private Trial trial;

    @BeforeEach
    void load() {
        trial = Trial.of(directory, ROUTES);
    }

    @Test
    void theExactValueThenTheFirstWildcardOfTheFileThenTheKeyAlone() {
        assertThat(name(descriptor("path", "/api/exact"))).isEqualTo("exact");
        assertThat(name(descriptor("path", "/api/v1/users"))).isEqualTo("api");
        assertThat(name(descriptor("path", "/api/"))).isEqualTo("api");
        assertThat(name(descriptor("path", "/abc/v2/x.json"))).isEqualTo("late");
        assertThat(name(descriptor("path", "/adm/v2/x.json"))).isEqualTo("late");
        assertThat(name(descriptor("path", "/abc/v2/x.xml"))).isEqualTo("any");
        assertThat(name(descriptor("path", ""))).isEqualTo("any");
        assertThat(name(descriptor("tenant", "t-", "path", "/v9"))).isEqualTo("inner");
        assertThat(name(descriptor("x-team", "red"))).isEqualTo("header");
    }

    @Test
    void aValueThatIsWrittenLikeAPatternIsThatPatternsWhateverStandsBeforeIt() {
        assertThat(name(descriptor("path", "/api/v1*"))).isEqualTo("never");
    }

    /** Theirs joins key and value with an underscore, so that this request is taken by the rule for key a_b. */
    @Test
    void keysAndValuesAreNotJoined() {
        assertThat(trial.status("d", descriptor("a", "b")).limit()).isEmpty();
        assertThat(trial.status("d", descriptor("a", "b_c")).limit()).isEmpty();
        assertThat(name(descriptor("a_b", "c"))).isEqualTo("long key");
    }

    @Test
    void eachValueThatAWildcardTakesIsCountedByItself() {
        assertThat(trial.passing(4, "d", descriptor("path", "/api/1"))).isEqualTo(2);
        assertThat(trial.passing(4, "d", descriptor("path", "/api/2"))).isEqualTo(2);
        assertThat(trial.passing(4, "d", descriptor("apart", "p1"))).isEqualTo(2);
        assertThat(trial.passing(4, "d", descriptor("apart", "p2"))).isEqualTo(2);
    }

    @Test
    void withShareThresholdTheyAreCountedTogether() {
        assertThat(trial.passing(2, "d", descriptor("file", "one2"))).isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("file", "one3"))).isEqualTo(1);
    }

    @Test
    void anExactValueIsNotSharedWithTheWildcardBesideIt() {
        trial.passing(5, "d", descriptor("file", "one2"));

        assertThat(trial.passing(9, "d", descriptor("file", "one1"))).isEqualTo(5);
    }

    @Test
    void starsMayStandInTheMiddleAndSeveralTimes() {
        assertThat(trial.passing(2, "d", descriptor("mid", "/api/x/v1"))).isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("mid", "/apiv1"))).isEqualTo(1);
        assertThat(trial.passing(2, "d", descriptor("many", "s1e2r"))).isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("many", "ser"))).isEqualTo(1);
        assertThat(trial.status("d", descriptor("many", "s1r")).limit()).isEmpty();
    }

    @Test
    void aSharedLevelAboveAndASharedLevelBelowAreBothShared() {
        assertThat(trial.passing(2, "d", descriptor("top", "top/1", "top", "in/1")))
                .isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("top", "top/2", "top", "in/2")))
                .isEqualTo(1);
    }

    @Test
    void aSharedLevelAboveLeavesTheLevelBelowApart() {
        assertThat(trial.passing(2, "d", descriptor("top", "top/1", "leaf", "a")))
                .isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("top", "top/2", "leaf", "a")))
                .isZero();
        assertThat(trial.passing(2, "d", descriptor("top", "top/2", "leaf", "b")))
                .isEqualTo(2);
    }

    @Test
    void aWildcardInBetweenThatIsNotSharedStaysApart() {
        assertThat(trial.passing(2, "d", descriptor("path2", "p1", "file2", "f1", "kind2", "k")))
                .isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("path2", "p2", "file2", "f1", "kind2", "k")))
                .isZero();
        assertThat(trial.passing(2, "d", descriptor("path2", "p2", "file2", "f2", "kind2", "k")))
                .isEqualTo(2);
    }

    @Test
    void theSamePatternUnderAnotherParentIsAnotherCounter() {
        trial.passing(5, "d", descriptor("file", "one2"));

        assertThat(trial.passing(2, "d", descriptor("parent", "p", "file", "one2")))
                .isEqualTo(2);
        assertThat(trial.passing(2, "d", descriptor("parent", "p", "file", "one3")))
                .isZero();
    }

    private String name(Descriptor descriptor) {
        return trial.status("d", descriptor).limit().map(CurrentLimit::name).orElse("none");
    }
}
