// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP door of {@code stillwatch run}, from outside.
 *
 * @param address where, as a person wrote it
 * @param tokenFile file with the token; else the environment has it
 */
record Door(String address, Optional<Path> tokenFile) {
    /** The environment variable with the token. */
    static final String TOKEN_VARIABLE = "STILLWATCH_TOKEN";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The address of one of the door's paths. */
    URI at(String path) {
        try {
            URI given = URI.create(address);
            if (given.getHost() != null
                    && given.getScheme() != null
                    && given.getScheme().startsWith("http")) {
                return given.resolve(path);
            }
        } catch (IllegalArgumentException e) {
            throw new InputProblem("--url '" + address + "' is not an address; give http://HOST:PORT", e);
        }
        throw new InputProblem("--url '" + address + "' is not an address; give http://HOST:PORT");
    }

    /** The token. */
    String token() throws IOException {
        if (tokenFile.isPresent()) {
            Path file = tokenFile.get();
            InputFiles.require("--token-file", file);
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        }
        String token = System.getenv(TOKEN_VARIABLE);
        if (token == null || token.isBlank()) {
            throw new InputProblem(
                    "no token: set " + TOKEN_VARIABLE + " or give --token-file; 'stillwatch run' showed it once");
        }
        return token.strip();
    }

    /** The findings about a subject or with a uid, one JSON object a line. */
    List<String> alertsAbout(String wanted) throws IOException {
        return get("/v1/alerts?about=" + escape(wanted)).body().lines().toList();
    }

    /** The subject's standing as JSON; empty when it has none. */
    Optional<String> standing(String subject) throws IOException {
        HttpResponse<String> response = get("/v1/standings/" + escape(subject));
        return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    }

    private HttpResponse<String> get(String path) throws IOException {
        URI uri = at(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", bearer())
                .build();
        HttpResponse<String> response;
        try {
            response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputProblem("interrupted while waiting for " + address, e);
        } catch (IOException e) {
            throw new InputProblem("nothing answers at " + address + "; is 'stillwatch run' running there?", e);
        }
        return switch (response.statusCode()) {
            case 200, 404 -> response;
            case 401 -> throw new InputProblem("the token is not one of this server's");
            case 403 -> throw new InputProblem("the token's role may not read this; use an analyst's");
            default ->
                throw new InputProblem("the server at " + address + " answered " + response.statusCode()
                        + "; try again, and look at its log");
        };
    }

    private String bearer() throws IOException {
        String token = token();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InputProblem("the token is not one: it is one word of letters and digits");
        }
        return "Bearer " + token;
    }

    private static String escape(String text) {
        // A path knows no plus for a space.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
