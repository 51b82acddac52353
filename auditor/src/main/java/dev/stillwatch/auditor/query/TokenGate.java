// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;

/** Lets a request pass only with a bearer token (RFC 6750) whose role has the right. */
final class TokenGate implements DecoratingHttpServiceFunction {
    private static final String SCHEME = "Bearer ";

    private final AccessTokens tokens;
    private final Role.Right right;

    TokenGate(AccessTokens tokens, Role.Right right) {
        this.tokens = tokens;
        this.right = right;
    }

    @Override
    public HttpResponse serve(HttpService delegate, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        Optional<Role> role = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? tokens.role(header.substring(SCHEME.length()).strip())
                : Optional.empty();
        if (role.isEmpty()) {
            return HttpResponse.of(
                    ResponseHeaders.builder(HttpStatus.UNAUTHORIZED)
                            .add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"stillwatch\"")
                            .contentType(MediaType.PLAIN_TEXT_UTF_8)
                            .build(),
                    com.linecorp.armeria.common.HttpData.ofUtf8("a bearer token is required\n"));
        }
        if (!role.get().may(right)) {
            return HttpResponse.of(
                    HttpStatus.FORBIDDEN,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "the role " + role.get().label() + " may not read this\n");
        }
        return delegate.serve(context, request);
    }
}
