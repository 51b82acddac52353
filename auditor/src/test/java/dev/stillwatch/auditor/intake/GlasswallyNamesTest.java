// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The second names of the fields of Glasswally. In texts single quotes stand for double ones. */
class GlasswallyNamesTest {
    @Test
    void shouldReadTheNamesOfAnEvent() {
        UsageRecord record = Intake.one(
                json(
                        "{'request_id':'r-1','account_id':'acct-1','timestamp':'2026-11-22T01:02:03.123456789Z',"
                                + "'ip_address':'203.0.113.9','payment_method_hash':'pay-1','org_id':'org-1','ja3_hash':'j-1'}"));

        assertThat(record.id()).contains("r-1");
        assertThat(record.caller().ip()).isEqualTo("203.0.113.9");
        assertThat(record.caller().payment()).isEqualTo("pay-1");
        assertThat(record.caller().org()).isEqualTo("org-1");
        assertThat(record.caller().tls()).isEqualTo("j-1");
    }

    @Test
    void shouldPreferTheFirstNames() {
        UsageRecord record =
                Intake.one(json("{'account_id':'acct-1','timestamp':'2026-11-22T01:02:03Z','client_ip':'203.0.113.7',"
                        + "'ip_address':'203.0.113.9','h2_settings_fp':'h-1','ja3_hash':'j-1'}"));

        assertThat(record.caller().ip()).isEqualTo("203.0.113.7");
        assertThat(record.caller().tls()).isEqualTo("h-1");
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
