// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.Policies;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An account whose every answer is signed has more hot state than fits. How often its rest is written is what the order
 * of the parts is for: at best as often as the traces of the day change, which do not fit.
 */
class SignedAccountTest {
    private static final int DAYS = 4;

    /** Of the buckets of days three and four, one exchange in each; as many templates as are used in turn, or ever new ones. */
    @ParameterizedTest
    @CsvSource({"60, 3, 89", "60, 240, 89", "600, 3, 42", "600, 2400, 75", "1440, 3, 24", "1440, 5760, 69"})
    void shouldWriteItsRestInNoMoreBucketsThan(int perDay, int templates, int mostPercent) {
        JudgedAccount account = new JudgedAccount(Policies.bare());
        KeptProfile before = account.kept();
        int written = 0;
        long whole = 0;
        for (int i = 0; i < DAYS * perDay; i++) {
            long at = START + i * (ExchangeMaker.DAY / perDay);
            int template = 1 + i % templates;
            account.judge(
                    Math.floorDiv(at, MINUTE) * MINUTE + MINUTE,
                    List.of(new ExchangeMaker(i)
                            .at(at)
                            .traces(1_000 + i, 1_001 + i)
                            .session(1 + i / 3)
                            .turns(3)
                            .skeleton(1_000_003L * template)
                            .ends(7_919L * template, 104_729L * template)
                            .make()));
            KeptProfile kept = account.kept();
            if (i >= DAYS * perDay / 2) {
                written += Arrays.equals(kept.rest(), before.rest()) ? 0 : 1;
                whole = Math.max(whole, account.profileBytes());
            }
            before = kept;
        }

        assertThat(written).isBetween(1, DAYS * perDay / 2 * mostPercent / 100);
        assertThat(whole).isBetween(KeptProfile.MOST_HOT + 1L, 2_400L);
    }
}
