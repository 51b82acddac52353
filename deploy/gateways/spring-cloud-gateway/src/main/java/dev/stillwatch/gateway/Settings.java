// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code application.yml} says under {@code stillwatch}.
 *
 * @param limiter where the limiter is
 * @param patience how long a call waits for its answer
 * @param open what becomes of a call that nobody could decide on: {@code true} lets it pass
 * @param longest longest body of a call; all of it is held in memory
 * @param paths where calls are made that are admitted, as they are written; what is below none of them is not found
 * @param accounts who calls: an API key and its account
 */
@ConfigurationProperties("stillwatch")
record Settings(
        URI limiter,
        Duration patience,
        boolean open,
        DataSize longest,
        @DefaultValue({"/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages", "/v1/embeddings"})
                List<String> paths,
        @DefaultValue Map<String, String> accounts) {}
