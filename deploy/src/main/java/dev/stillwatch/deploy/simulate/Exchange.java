// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.List;

/** One composed exchange on its way into the file. Empty texts and zeros of optional fields are left out there. */
record Exchange(
        long time,
        String id,
        Account account,
        Persona.Ask ask,
        String credential,
        String address,
        String agent,
        String print,
        String session,
        String model,
        String system,
        List<String> turns,
        boolean reasoning,
        boolean logprobs,
        List<Integer> biased,
        String replayed,
        String output,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long reasoningTokens,
        boolean refused,
        String signature,
        long latency) {}
