// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stillwatch.policies.wire.WireException.Fault;
import java.io.IOException;

/** The header of every encoded value: format version, kind. Then the message. */
final class Envelope {
    static final byte VERSION = 1;
    static final int HEADER = 2;

    private Envelope() {}

    static byte[] seal(Kind kind, MessageLite message) {
        return seal(kind, 0, message);
    }

    /** With {@code room} zero bytes between header and message. */
    static byte[] seal(Kind kind, int room, MessageLite message) {
        int size = message.getSerializedSize();
        byte[] bytes = new byte[HEADER + room + size];
        bytes[0] = VERSION;
        bytes[1] = kind.code();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, HEADER + room, size);
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to an array of the stated size cannot fail", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }

    static <M extends MessageLite> M open(Kind kind, Parser<M> parser, byte[] bytes) throws WireException {
        check(kind, bytes);
        return parse(kind, parser, bytes, HEADER);
    }

    static <M extends MessageLite> M parse(Kind kind, Parser<M> parser, byte[] bytes, int from) throws WireException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes, from, bytes.length - from);
            M message = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new WireException(Fault.MALFORMED, "not a whole " + kind + " message", e);
        }
    }

    static void check(Kind kind, byte[] bytes) throws WireException {
        if (kindCode(bytes) != kind.code()) {
            throw new WireException(
                    Fault.WRONG_KIND, "expected a value of kind " + kind.code() + " (" + kind + "), found " + bytes[1]);
        }
        if (bytes.length > kind.mostBytes()) {
            throw new WireException(
                    Fault.TOO_LONG, bytes.length + " bytes; a " + kind + " has at most " + kind.mostBytes());
        }
    }

    /** The kind byte of a value of a known version. */
    static byte kindCode(byte[] bytes) throws WireException {
        if (bytes.length < HEADER) {
            throw new WireException(Fault.MALFORMED, bytes.length + " bytes; every value has a header of " + HEADER);
        }
        if (bytes[0] != VERSION) {
            throw new WireException(
                    Fault.UNKNOWN_VERSION, "format version " + bytes[0] + "; this build reads " + VERSION);
        }
        return bytes[1];
    }
}
