// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Native usage records of about 100 word pieces of prompt each, for timing only. Accounts are drawn evenly; how far
 * event time goes on from record to record says how many exchanges of an account share a bucket.
 */
final class UsageLoad {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int PROMPT_WORDS = 84;
    private static final int A_CARD = 4;
    private static final String OPENING = "Solve the task below and write down every step you take. ";
    private static final String[] WORDS = {
        "please",
        "compare",
        "the",
        "annual",
        "report",
        "of",
        "a",
        "small",
        "bakery",
        "with",
        "its",
        "budget",
        "and",
        "write",
        "short",
        "notes",
        "about",
        "every",
        "month",
        "where",
        "costs",
        "rose",
        "faster",
        "than",
        "sales",
        "customers",
        "returned",
        "because",
        "weather",
        "changed",
        "delivery",
        "routes",
        "between",
        "north",
        "harbour",
        "market",
        "engine",
        "thread",
        "queue",
        "broker",
        "partition",
        "signal",
        "garden",
        "window",
        "evening",
        "music",
        "history",
        "planet",
        "river",
        "bridge",
        "number",
        "function",
        "table",
        "index",
        "letter",
        "teacher",
        "student",
        "question",
        "answer",
        "example",
        "summary",
        "language",
        "sentence",
        "paragraph"
    };

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final SplittableRandom random;
    private final int accounts;
    private final double stepMillis;
    private final boolean campaign;
    private long produced;

    /**
     * A load.
     *
     * @param seed of the draws
     * @param accounts number of accounts
     * @param perSecond records of one second of event time
     * @param campaign whether all accounts are one campaign: one way to begin, {@link #A_CARD} accounts a card
     */
    UsageLoad(long seed, int accounts, double perSecond, boolean campaign) {
        this.random = new SplittableRandom(seed);
        this.accounts = accounts;
        this.stepMillis = 1_000 / perSecond;
        this.campaign = campaign;
    }

    /** The next record, UTF-8. */
    byte[] next() {
        Instant time = START.plusMillis((long) (produced * stepMillis));
        int account = random.nextInt(accounts);
        ObjectNode record = mapper.createObjectNode();
        record.put("time", time.toString()).put("id", "load-" + produced++);
        record.putObject("account")
                .put("id", "acct-" + account)
                .put("plan", "pro")
                .put("payment", "pay-" + (campaign ? account / A_CARD : account));
        record.put("credential", "key-" + account);
        record.putObject("client")
                .put("ip", "198.51.100." + account % 250)
                .put("asn", 64500)
                .put("user_agent", "sdk/1." + account % 7);
        record.put("session", "s-" + account + "-" + random.nextInt(5))
                .put("endpoint", "chat")
                .put("model", "m-large-2");
        ObjectNode request = record.putObject("request");
        request.putArray("messages").addObject().put("role", "user").put("content", prompt());
        request.put("temperature", 0.7).put("max_tokens", 1024);
        record.putObject("response")
                .put("status", 200)
                .put("finish_reason", "stop")
                .put("input_tokens", 100 + random.nextInt(20))
                .put("output_tokens", 50 + random.nextInt(500));
        try {
            return mapper.writeValueAsString(record).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values always writes", e);
        }
    }

    private String prompt() {
        StringBuilder text = new StringBuilder(PROMPT_WORDS * 8);
        if (campaign) {
            text.append(OPENING);
        }
        for (int i = 0; i < PROMPT_WORDS; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 14 == 13 ? ". " : " ");
        }
        return text.toString();
    }
}
