// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.header.Header;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code POST /json} as envoyproxy/ratelimit has it: Envoy's request and response in the JSON form of Protobuf, 200 when
 * it passes, 429 when not, 400 for a request that is none. Where that service answers 400 or 500 because it failed, this
 * one answers 503.
 */
final class JsonService implements HttpService {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private final Desk desk;

    JsonService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return desk.answer(context, request, whole -> answer(whole.content().array()));
    }

    private HttpResponse answer(byte[] body) throws InvalidRequestException, UndecidedException {
        LimitRequest request = EnvoyRequest.read(parse(body));
        LimitResponse response = desk.limiter().decide(request);
        List<Header> toCaller = desk.headers(request.domain(), response);
        HttpStatus status = response.passes() ? HttpStatus.OK : HttpStatus.TOO_MANY_REQUESTS;
        return HttpResponse.of(
                Answers.headers(status, MediaType.JSON, toCaller),
                HttpData.ofUtf8(print(EnvoyResponse.write(response, toCaller))));
    }

    private static RateLimitRequest parse(byte[] body) throws InvalidRequestException {
        RateLimitRequest.Builder wire = RateLimitRequest.newBuilder();
        try {
            PARSER.merge(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString(),
                    wire);
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("the body is not UTF-8");
        } catch (InvalidProtocolBufferException | RuntimeException | StackOverflowError e) {
            // Whatever the parser trips over is in the body.
            throw new InvalidRequestException("the body is not a rate limit request in JSON");
        }
        return wire.build();
    }

    private static String print(com.google.protobuf.MessageOrBuilder wire) throws UndecidedException {
        try {
            return PRINTER.print(wire);
        } catch (InvalidProtocolBufferException e) {
            throw new UndecidedException("the answer has no JSON form");
        }
    }
}
