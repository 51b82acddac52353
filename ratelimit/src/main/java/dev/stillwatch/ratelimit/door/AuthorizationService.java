// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.AttributeContext;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.AuthorizationGrpc;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.CheckRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.CheckResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.DeniedHttpResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.OkHttpResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.core.HeaderValue;
import dev.stillwatch.ratelimit.door.wire.envoy.core.HeaderValueOption;
import dev.stillwatch.ratelimit.door.wire.envoy.type.HttpStatus;
import dev.stillwatch.ratelimit.door.wire.google.rpc.Status;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Envoy's external authorization, version 3. Beside passing or not it publishes the limit that holds for the subject now
 * as metadata, from which a gateway that counts itself takes each tenant's limit. What it asks by is in
 * {@link Asking}: the context extensions are the gateway's configuration.
 */
final class AuthorizationService extends AuthorizationGrpc.AuthorizationImplBase {
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int FORBIDDEN = 403;

    private final Desk desk;

    AuthorizationService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void check(CheckRequest wire, StreamObserver<CheckResponse> to) {
        Call.run(desk.limiter(), to, () -> answer(wire.getAttributes()));
    }

    private CheckResponse answer(AttributeContext attributes) throws InvalidRequestException, UndecidedException {
        AttributeContext.HttpRequest http = attributes.getRequest().getHttp();
        LimitRequest request = Asking.read(source(attributes.getContextExtensionsMap()), name -> values(http, name));
        LimitResponse response = desk.limiter().decide(request);
        List<Header> toCaller = desk.headers(request.domain(), response);
        CheckResponse.Builder answer = CheckResponse.newBuilder().setDynamicMetadata(Metadata.withLimit(response));
        return (response.passes() ? passed(answer, response, toCaller) : denied(answer, response, toCaller)).build();
    }

    private static CheckResponse.Builder passed(
            CheckResponse.Builder answer, LimitResponse response, List<Header> toCaller) {
        List<Header> upstream = UpstreamHeaders.of(response.treatment());
        List<String> removed = new ArrayList<>(UpstreamHeaders.NAMES);
        upstream.forEach(header -> removed.remove(header.name()));
        OkHttpResponse.Builder ok = OkHttpResponse.newBuilder().addAllHeadersToRemove(removed);
        upstream.forEach(header -> ok.addHeaders(option(header)));
        toCaller.forEach(header -> ok.addResponseHeadersToAdd(option(header)));
        return answer.setStatus(Status.getDefaultInstance()).setOkResponse(ok);
    }

    private static CheckResponse.Builder denied(
            CheckResponse.Builder answer, LimitResponse response, List<Header> toCaller) {
        Refusal refusal = Refusal.of(response);
        DeniedHttpResponse.Builder denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCode(refusal.status()))
                .setBody(refusal.problem())
                .addHeaders(option(new Header("content-type", Refusal.MEDIA_TYPE)));
        toCaller.forEach(header -> denied.addHeaders(option(header)));
        int code = refusal.status() == FORBIDDEN ? PERMISSION_DENIED : RESOURCE_EXHAUSTED;
        return answer.setStatus(Status.newBuilder().setCode(code)).setDeniedResponse(denied);
    }

    private static Asking.Source source(Map<String, String> extensions) {
        return name -> {
            String value = extensions.get(name);
            return value == null ? List.of() : List.of(value);
        };
    }

    /** Envoy sends headers as a map or, when told to send them raw, as a list. */
    private static List<String> values(AttributeContext.HttpRequest http, String name) {
        String joined = http.getHeadersMap().get(name);
        if (joined != null) {
            return List.of(joined);
        }
        return http.getHeaderMap().getHeadersList().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(AuthorizationService::text)
                .toList();
    }

    private static String text(HeaderValue header) {
        return header.getRawValue().isEmpty()
                ? header.getValue()
                : header.getRawValue().toStringUtf8();
    }

    private static HeaderValueOption option(Header header) {
        return HeaderValueOption.newBuilder()
                .setHeader(EnvoyResponse.value(header))
                .setAppendAction(HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
