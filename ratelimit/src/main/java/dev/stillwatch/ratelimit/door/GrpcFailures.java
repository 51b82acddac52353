// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The status of a call that failed outside its handler: bytes that are no message, a message that is too long, a fault of
 * the server. A caller's own mistake keeps its status; anything that nobody foresaw is UNAVAILABLE.
 */
final class GrpcFailures implements GrpcExceptionHandlerFunction {
    @Override
    public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
        if (causedBy(InvalidProtocolBufferException.class, cause)) {
            return Status.INVALID_ARGUMENT.withDescription("the message is not one of this method's");
        }
        if (causedBy(ContentTooLargeException.class, cause)) {
            return Status.RESOURCE_EXHAUSTED.withDescription("the message is too long");
        }
        return switch (status.getCode()) {
            case UNKNOWN, INTERNAL, OK -> Status.UNAVAILABLE.withDescription("the limiter cannot decide");
            default -> status;
        };
    }

    private static boolean causedBy(Class<? extends Throwable> kind, Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
