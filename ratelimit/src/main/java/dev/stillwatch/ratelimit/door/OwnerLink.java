// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.protocol.UnaryGrpcClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.protocol.ArmeriaStatusException;
import dev.stillwatch.ratelimit.door.wire.owner.OwnerGrpc;
import dev.stillwatch.ratelimit.peer.AnsweredNothingException;
import dev.stillwatch.ratelimit.peer.Link;
import dev.stillwatch.ratelimit.peer.Node;
import dev.stillwatch.ratelimit.peer.NodeList;
import dev.stillwatch.ratelimit.peer.Passed;
import dev.stillwatch.ratelimit.peer.Passing;
import dev.stillwatch.ratelimit.peer.Patience;
import dev.stillwatch.ratelimit.peer.Question;
import dev.stillwatch.ratelimit.peer.Reply;
import dev.stillwatch.ratelimit.peer.UnreachedException;
import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The way to another node's doors: gRPC and HTTP over one or two connections, which stay open. */
public final class OwnerLink implements Link {
    /** Marks a call that another node passed on: it is answered where it arrives. */
    static final String PASSED_ON = "x-stillwatch-passed-on";

    /** Longest answer to a call that was passed on, in bytes. */
    private static final long MOST_ANSWER = 2L * Bounds.MOST_WEBHOOK_BYTES;

    private static final String ASK = "/" + OwnerGrpc.SERVICE_NAME + "/Ask";

    private final Node to;
    private final String from;
    private final long nodes;
    private final ClientFactory factory;
    private final WebClient doors;
    private final UnaryGrpcClient owner;

    private OwnerLink(Node to, String from, long nodes, Patience patience) {
        this.to = to;
        this.from = from;
        this.nodes = nodes;
        this.factory = ClientFactory.builder()
                .workerGroup(1)
                .connectTimeout(patience.connect())
                .build();
        this.doors = WebClient.builder("h2c://" + to.host() + ":" + to.port())
                .factory(factory)
                // Whoever asks waits less: an answer that is late says that the node is there.
                .responseTimeout(patience.answer().plus(patience.away()))
                .maxResponseLength(MOST_ANSWER)
                .build();
        this.owner = new UnaryGrpcClient(WebClient.builder(doors.uri())
                .factory(factory)
                .options(doors.options())
                .decorator((delegate, context, request) ->
                        delegate.execute(context, request).mapHeaders(OwnerLink::found))
                .build());
    }

    /**
     * The way to a node; nothing is sent yet.
     *
     * @param from this node among all of them
     * @param patience how long an answer may take
     */
    public static OwnerLink to(Node to, NodeList from, Patience patience) {
        return new OwnerLink(to, from.self(), from.fingerprint(), patience);
    }

    /** A limiter that shares nothing has no such path. */
    private static ResponseHeaders found(ResponseHeaders headers) {
        if (headers.status().equals(HttpStatus.NOT_FOUND)) {
            throw new CompletionException(new UnreachedException("whoever listens there is no node", true));
        }
        return headers;
    }

    @Override
    public CompletableFuture<Reply> ask(Question question) {
        byte[] message = OwnerWire.write(question)
                .setTo(to.name())
                .setFrom(from)
                .setNodes(nodes)
                .build()
                .toByteArray();
        return owner.execute(ASK, message).handle((reply, failure) -> {
            if (failure != null) {
                throw named(failure);
            }
            try {
                return OwnerWire.read(dev.stillwatch.ratelimit.door.wire.owner.Reply.parseFrom(reply));
            } catch (InvalidProtocolBufferException e) {
                throw new CompletionException(new AnsweredNothingException("no reply"));
            }
        });
    }

    @Override
    public CompletableFuture<Passed> pass(Passing call) {
        RequestHeaders headers = RequestHeaders.builder(
                        call.body().length == 0 ? HttpMethod.GET : HttpMethod.POST, call.path())
                .contentType(MediaType.JSON)
                .add(PASSED_ON, from)
                .build();
        return doors.execute(HttpRequest.of(headers, HttpData.wrap(call.body())))
                .aggregate()
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw named(failure);
                    }
                    return passed(answer);
                });
    }

    @Override
    public void close() {
        // Nobody waits for its threads.
        var unused = factory.closeAsync();
    }

    private static Passed passed(AggregatedHttpResponse answer) {
        List<Map.Entry<String, String>> headers = answer.headers().stream()
                .filter(header -> !header.getKey().toString().startsWith(":"))
                .filter(header -> !header.getKey().equals(HttpHeaderNames.CONTENT_LENGTH))
                .filter(header -> !header.getKey().equals(HttpHeaderNames.DATE))
                .map(header -> Map.entry(header.getKey().toString(), header.getValue()))
                .toList();
        return new Passed(answer.status().code(), headers, answer.content().array());
    }

    private static CompletionException named(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof UnprocessedRequestException) {
                return new CompletionException(new UnreachedException(told(cause), isRefused(cause)));
            }
            if (cause instanceof UnreachedException) {
                return new CompletionException(cause);
            }
            if (cause instanceof ArmeriaStatusException status) {
                return new CompletionException(
                        decidesNothing(status)
                                ? new UnreachedException(told(status), true)
                                : new AnsweredNothingException(told(status)));
            }
            cause = cause.getCause();
        }
        return new CompletionException(failure);
    }

    /** Whether it says that it does not decide yet, or that it is no node of this limiter at all. */
    private static boolean decidesNothing(ArmeriaStatusException status) {
        return status.getCode() == Status.Code.FAILED_PRECONDITION.value()
                || status.getCode() == Status.Code.UNIMPLEMENTED.value();
    }

    private static boolean isRefused(Throwable unprocessed) {
        return unprocessed.getCause() instanceof ConnectException refused
                && !(refused instanceof ConnectTimeoutException);
    }

    private static String told(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }
}
