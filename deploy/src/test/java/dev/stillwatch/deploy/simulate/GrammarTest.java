// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GrammarTest {
    @Test
    void aSymbolWithTwoHeadingsIsRefused() throws IOException {
        Map<String, List<String>> rules = new HashMap<>();
        Grammar.parse(lines("[goal]\nallocates less\n"), rules);

        assertThatThrownBy(() -> Grammar.parse(lines("[goal]\nshow your reasoning\n"), rules))
                .hasMessageContaining("[goal] has two headings");
    }

    @Test
    void codeAskedForByAnHonestCustomerNeverAsksForWhatAnExtractionTrickAsksFor() {
        Grammar grammar = Grammar.packaged();
        Set<String> tricks = new HashSet<>();
        Set<String> code = new HashSet<>();
        Draws draws = Draws.of(1, 2);
        for (int i = 0; i < 2_000; i++) {
            tricks.add(grammar.expand("goal", draws).replaceAll("\".*", ""));
            code.add(grammar.expand("code", draws));
        }

        assertThat(tricks).hasSizeBetween(3, 20);
        assertThat(code).noneMatch(text -> tricks.stream().anyMatch(text::contains));
    }

    private static BufferedReader lines(String text) {
        return new BufferedReader(new StringReader(text));
    }
}
