// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {
    @ParameterizedTest
    @CsvSource({
        "uni-1,     uni-1,     true",
        "uni-1,     uni-12,    false",
        "uni-*,     uni-12,    true",
        "uni-*,     uni-,      true",
        "uni-*,     un,        false",
        "uni-*,     acct-uni-, false",
        "*-bot,     lab-bot,   true",
        "*-bot,     lab-bots,  false",
        "uni-*-bot, uni-7-bot, true",
        "uni-*-bot, uni-bot,   false",
        "*,         anyone,    true"
    })
    void aPatternCoversAccountsByTheirEnds(String pattern, String account, boolean owned) {
        Owners owners = new Owners(List.of(owner("", pattern)));

        assertThat(owners.of(account, "other").isPresent()).isEqualTo(owned);
    }

    @Test
    void anOrganisationOwnsItsAccountsWhateverTheirNames() {
        Owners owners = new Owners(List.of(owner("uni", "x")));

        assertThat(owners.of("acct-1", "uni")).isPresent();
        assertThat(owners.of("acct-1", "other")).isEmpty();
    }

    @Test
    void noOrganisationOwnsNothing() {
        assertThat(new Owners(List.of(owner("", "x"))).of("acct-1", "")).isEmpty();
    }

    @Test
    void theFirstWhoseDeclarationCoversAnAccountIsItsOwner() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<Policy.Owner> declared = new ArrayList<>();
            int most = random.nextInt(6);
            for (int i = 0; i < most; i++) {
                declared.add(owner(
                        pick(random, "", "uni", "lab"),
                        IntStream.range(0, random.nextInt(3))
                                .mapToObj(n -> pick(random, "a", "ab", "b", "a*", "*b", "a*b", "*"))
                                .toArray(String[]::new)));
            }
            String account = pick(random, "a", "b", "ab", "axb", "c");
            String org = pick(random, "", "uni", "lab", "other");

            assertThat(new Owners(declared).of(account, org))
                    .as("%s of %s among %s", account, org, declared)
                    .isEqualTo(oneByOne(declared, account, org));
        }
    }

    @Test
    void whoDeclaresAVolumeIsKnown() {
        assertThat(new Owners(List.of()).declareVolume()).isFalse();
        assertThat(new Owners(List.of(new Policy.Owner("uni", Policy.Owner.Kind.UNIVERSITY, List.of(), 0)))
                        .declareVolume())
                .isFalse();
        assertThat(new Owners(List.of(owner("uni"))).declareVolume()).isTrue();
    }

    /** The rule as it is stated, over each declaration in turn. */
    private static Optional<Policy.Owner> oneByOne(List<Policy.Owner> declared, String account, String org) {
        return declared.stream()
                .filter(owner -> !owner.org().isEmpty() && owner.org().equals(org)
                        || owner.accounts().stream().anyMatch(pattern -> account.matches(pattern.replace("*", ".*"))))
                .findFirst();
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static Policy.Owner owner(String org, String... patterns) {
        return new Policy.Owner(org, Policy.Owner.Kind.UNIVERSITY, List.of(patterns), 100);
    }
}
