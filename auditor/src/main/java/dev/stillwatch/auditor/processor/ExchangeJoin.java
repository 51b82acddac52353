// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.tick.Fragment;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One exchange of the parts of a split record. Pure and order-free: parts are put in the order of part number, time and
 * content first; of a field that several parts carry the first one's holds.
 */
final class ExchangeJoin {
    private static final Comparator<Fragment> ORDER = Comparator.comparingInt(Fragment::part)
            .thenComparingLong(part -> part.exchange().time())
            .thenComparingLong(part -> part.exchange().origin().contentHash());

    private final List<Exchange> parts;

    private ExchangeJoin(List<Exchange> parts) {
        this.parts = parts;
    }

    /** The exchange; its account is empty when no part has one. */
    static Exchange of(List<Fragment> fragments) {
        List<Fragment> sorted = fragments.stream().sorted(ORDER).toList();
        return new ExchangeJoin(sorted.stream().map(Fragment::exchange).toList())
                .join(sorted.get(0).correlation());
    }

    /** What is said of a part whose group has no account. */
    static Reject nameless(Fragment part, String source, Decoding.Rejected why) {
        Exchange.Origin origin = part.exchange().origin();
        return new Reject(
                source, origin.partition(), origin.offset(), why.reason().label(), why.field(), why.remedy());
    }

    /** What is said of a part of a record that has too many. */
    static Reject superfluous(Fragment part, String source, int most) {
        Exchange.Origin origin = part.exchange().origin();
        return new Reject(
                source,
                origin.partition(),
                origin.offset(),
                Decoding.Reason.TOO_MANY_PARTS.label(),
                "correlation",
                "split a record into at most " + most + " parts, and use a correlation id once");
    }

    private Exchange join(String correlation) {
        Exchange first = parts.get(0);
        FieldSet present = FieldSet.NONE;
        long time = first.time();
        for (Exchange part : parts) {
            present = present.union(part.present());
            time = Math.min(time, part.time());
        }
        return new Exchange(
                time,
                present.has(Field.ID) ? pick(Field.ID, Exchange::id) : correlation,
                first.origin(),
                present,
                identity(),
                demand(),
                supply(),
                text());
    }

    private <T> T pick(Field field, Function<Exchange, T> value) {
        for (Exchange part : parts) {
            if (part.has(field)) {
                return value.apply(part);
            }
        }
        return value.apply(parts.get(0));
    }

    private Exchange.Identity identity() {
        String account = parts.stream()
                .map(Exchange::account)
                .filter(a -> !a.isEmpty())
                .findFirst()
                .orElse("");
        return new Exchange.Identity(
                account,
                pick(Field.ORG, e -> e.identity().org()),
                pick(Field.PLAN, e -> e.identity().plan()),
                pick(Field.CREATED, e -> e.identity().created()),
                pick(Field.PAYMENT, e -> e.identity().payment()),
                pick(Field.EMAIL_DOMAIN, e -> e.identity().emailDomain()),
                pick(Field.CREDENTIAL, e -> e.identity().credential()),
                pick(Field.NETWORK, e -> e.identity().network()),
                pick(Field.ASN, e -> e.identity().asn()),
                pick(Field.USER_AGENT, e -> e.identity().userAgent()),
                pick(Field.TLS, e -> e.identity().tls()),
                pick(Field.SESSION, e -> e.identity().session()),
                pick(Field.PASSPORT, e -> e.identity().passport()));
    }

    private Exchange.Demand demand() {
        return new Exchange.Demand(
                pick(Field.ENDPOINT, e -> e.demand().endpoint()),
                pick(Field.MODEL, e -> e.demand().model()),
                pick(Field.TEMPERATURE, e -> e.demand().temperatureMilli()),
                pick(Field.CHOICES, e -> e.demand().choices()),
                pick(Field.MAX_TOKENS, e -> e.demand().maxTokens()),
                pick(Field.LOGPROBS, e -> e.demand().logprobs()),
                pick(Field.LOGPROBS, e -> e.demand().topLogprobs()),
                pick(Field.LOGIT_BIAS, e -> e.demand().biasedTokens()),
                pick(Field.LOGIT_BIAS, e -> e.demand().biasSample()),
                pick(Field.STREAM, e -> e.demand().stream()),
                pick(Field.TOOLS, e -> e.demand().tools()),
                pick(Field.REASONING_EFFORT, e -> e.demand().reasoning()));
    }

    private Exchange.Supply supply() {
        Exchange.Supply trace = parts.stream()
                .map(Exchange::supply)
                .filter(Exchange.Supply::traceReplayed)
                .findFirst()
                .orElseGet(() -> pick(Field.TRACE_SIGNATURE, Exchange::supply));
        return new Exchange.Supply(
                pick(Field.STATUS, e -> e.supply().status()),
                pick(Field.FINISH_REASON, e -> e.supply().finishReason()),
                pick(Field.INPUT_TOKENS, e -> e.supply().inputTokens()),
                pick(Field.CACHED_TOKENS, e -> e.supply().cachedTokens()),
                pick(Field.OUTPUT_TOKENS, e -> e.supply().outputTokens()),
                pick(Field.REASONING_TOKENS, e -> e.supply().reasoningTokens()),
                pick(Field.REFUSED, e -> e.supply().refused()),
                pick(Field.LIMITED, e -> e.supply().limited()),
                trace.traceSignature(),
                trace.traceReplayed(),
                pick(Field.LATENCY, e -> e.supply().latencyMillis()),
                trace.traceReplayed() ? issued() : 0);
    }

    /** What the answer issued beside the replayed one: in the same part, or in a part that has the answer alone. */
    private long issued() {
        return parts.stream()
                .map(Exchange::supply)
                .mapToLong(part -> part.traceReplayed() ? part.issuedSignature() : part.traceSignature())
                .filter(signature -> signature != 0)
                .findFirst()
                .orElse(0);
    }

    /** Features of the first part with a prompt; sizes of all of them, for a long text is split over several. */
    private TextFeatures text() {
        TextFeatures main = pick(Field.PROMPT_TEXT, Exchange::text);
        long prompt = 0;
        long output = 0;
        int structure = 0;
        int elicitation = 0;
        boolean unconfirmed = false;
        var marks = main.marks();
        for (Exchange part : parts) {
            prompt += part.text().promptCharacters();
            output += part.text().outputCharacters();
            structure |= part.text().structure().bits();
            elicitation = Math.max(elicitation, part.text().elicitation());
            unconfirmed |= part.text().unconfirmed();
            marks = marks.union(part.text().marks());
        }
        return new TextFeatures(
                main.sketch(),
                main.skeleton(),
                pick(Field.SYSTEM_TEXT, e -> e.text().system()),
                main.prompt(),
                main.task(),
                main.opening(),
                main.closing(),
                marks,
                elicitation,
                main.script(),
                size(prompt),
                main.promptTokens(),
                main.turns(),
                size(output),
                new TextFeatures.Structure(structure),
                unconfirmed,
                main.shared());
    }

    private static int size(long sum) {
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }
}
