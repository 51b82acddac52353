// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import dev.stillwatch.policies.key.SharingGroup;
import java.util.List;
import java.util.stream.Collectors;

/** The property extension that carries a template's hash in an indicator, and the words of its pattern. */
final class StixExtension {
    /** Stable: other parties know the extension by it. */
    static final String ID = StixId.of("extension-definition", "template-hash");

    /** Who defined the extension: this program, whoever uses it. */
    static final String AUTHOR = StixId.of("identity", "stillwatch");

    static final String VERSION = "1.0.0";

    /** Which text was hashed. */
    static final String FORM = "stillwatch-template-" + SharingGroup.TEMPLATES;

    static final String PATTERN_TYPE = "stillwatch";
    static final String PATTERN_VERSION = "1";

    /** When the extension was defined. */
    static final String CREATED = "2026-11-26T00:00:00.000Z";

    static final String SCHEMA = "On indicators. sharing_group: 32 hexadecimal digits, the public id of the key that"
            + " hashed. template_form: which text was hashed. templates: 1 to 64 hashes, 16 hexadecimal digits each."
            + " accounts_at_least: accounts of the ring, rounded down to 1, 3, 10, 30 and so on. families, signals:"
            + " what spoke against it, by Stillwatch's names. techniques: MITRE ATLAS ids. No TLS fingerprint is told:"
            + " rings do not rest on them.";

    private StixExtension() {}

    static String pattern(List<String> templates) {
        return templates.stream().map(hash -> "'" + hash + "'").collect(Collectors.joining(", ", "template IN (", ")"));
    }
}
