// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a gateway without Envoy's descriptors asks, put together from two sources that must not be mixed up: what the
 * gateway's own configuration says (the query of {@code /authz}, the context extensions of external authorization) and
 * the headers of the call, which its caller wrote.
 *
 * <p>Domain, descriptors and hits come from the configuration: <ul>
 * <li>{@code domain=llm}
 * <li>{@code descriptors=account=acct-1;model=m} as in {@link DescriptorText}
 * <li>{@code entry=x-account-id:account;x-model:model} makes a descriptor of the values of two headers; as with Envoy's
 *     actions there is no such descriptor when a header is missing
 * <li>{@code hits=3}; 0 only looks
 * </ul> A caller that could write them would choose another domain or no hits at all. Only where the configuration says
 * {@code headers=gateway}, because the gateway sets them itself, do {@code x-ratelimit-domain},
 * {@code x-ratelimit-descriptors} and {@code x-ratelimit-hits} count.
 */
final class Asking {
    /** The header with the domain. */
    static final String DOMAIN = "x-ratelimit-domain";

    /** The header with descriptors; several lines add up. */
    static final String DESCRIPTORS = "x-ratelimit-descriptors";

    /** The header with the hits of every descriptor. */
    static final String HITS = "x-ratelimit-hits";

    private static final int LONGEST_NUMBER = 19;
    private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,256}");

    private final Source configuration;
    private final Source headers;
    private final boolean trusted;

    private Asking(Source configuration, Source headers) throws InvalidRequestException {
        this.configuration = configuration;
        this.headers = headers;
        this.trusted = configuration.values("headers").contains("gateway");
    }

    /** Named values; a name may have several. */
    @FunctionalInterface
    interface Source {
        /**
         * The values of a name in lower case, in order; empty when there is none.
         *
         * @throws InvalidRequestException when they are no text
         */
        List<String> values(String name) throws InvalidRequestException;
    }

    /**
     * The request that the two make.
     *
     * @throws InvalidRequestException when they make none
     */
    static LimitRequest read(Source configuration, Source headers) throws InvalidRequestException {
        return new Asking(configuration, headers).request();
    }

    private LimitRequest request() throws InvalidRequestException {
        List<Descriptor> descriptors = new ArrayList<>();
        OptionalLong hits = hits();
        for (String text : all("descriptors", DESCRIPTORS)) {
            for (List<Entry> entries : DescriptorText.parse(text)) {
                add(descriptors, entries, hits);
            }
        }
        for (String text : configuration.values("entry")) {
            for (String mapping : DescriptorText.parts(text, ',')) {
                Optional<List<Entry>> entries = mapped(mapping);
                if (entries.isPresent()) {
                    add(descriptors, entries.get(), hits);
                }
            }
        }
        return Bounds.request(one("domain", DOMAIN).orElse(""), descriptors, 1);
    }

    private static void add(List<Descriptor> descriptors, List<Entry> entries, OptionalLong hits)
            throws InvalidRequestException {
        descriptors.add(new Descriptor(entries, Optional.empty(), hits, false));
        Bounds.descriptors(descriptors.size());
    }

    private Optional<List<Entry>> mapped(String mapping) throws InvalidRequestException {
        List<Entry> entries = new ArrayList<>();
        for (String pair : DescriptorText.parts(mapping, ';')) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw new InvalidRequestException("entry '" + shortened(pair) + "' is not HEADER:KEY");
            }
            String name = pair.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (!HEADER_NAME.matcher(name).matches()) {
                throw new InvalidRequestException("entry '" + shortened(pair) + "' names no header");
            }
            List<String> values = headers.values(name);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            if (values.size() > 1) {
                // The gateway and the server behind it may each read another one.
                throw new InvalidRequestException("the header " + shortened(name) + " came twice");
            }
            entries.add(Bounds.entry(pair.substring(colon + 1).strip(), values.get(0)));
            Bounds.entries(entries.size());
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    }

    private OptionalLong hits() throws InvalidRequestException {
        Optional<String> text = one("hits", HITS);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        String number = text.get();
        if (number.isEmpty()
                || number.length() >= LONGEST_NUMBER
                || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidRequestException("hits '" + shortened(number) + "' is not a whole number");
        }
        return OptionalLong.of(Bounds.hits(Long.parseLong(number)));
    }

    private Optional<String> one(String name, String header) throws InvalidRequestException {
        List<String> values = all(name, header);
        if (values.size() > 1) {
            throw new InvalidRequestException(name + " came twice");
        }
        return values.stream().findFirst().map(String::strip);
    }

    private List<String> all(String name, String header) throws InvalidRequestException {
        List<String> configured = configuration.values(name);
        return configured.isEmpty() && trusted ? headers.values(header) : configured;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
