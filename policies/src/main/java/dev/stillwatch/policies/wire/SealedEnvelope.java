// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.wire.WireException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * An envelope that only holders of the deployment's key can make: header, key epoch (4 bytes), tag (32 bytes, HMAC-SHA-256
 * over header, epoch and message under the purpose's sub-key), message. The tag is checked before the message is parsed.
 */
final class SealedEnvelope {
    private static final int EPOCH = 4;
    private static final int TAG = 32;

    private final Kind kind;
    private final String purpose;
    private final DeploymentKey key;
    private final List<DeploymentKey> accepted;

    SealedEnvelope(Kind kind, String purpose, DeploymentKey key, List<DeploymentKey> earlier) {
        this.kind = kind;
        this.purpose = purpose;
        this.key = key;
        this.accepted = List.copyOf(earlier);
    }

    byte[] seal(MessageLite message) {
        byte[] bytes = Envelope.seal(kind, EPOCH + TAG, message);
        ByteBuffer.wrap(bytes).putInt(Envelope.HEADER, key.epoch());
        byte[] tag = key.tag(purpose, tagged(bytes));
        System.arraycopy(tag, 0, bytes, Envelope.HEADER + EPOCH, TAG);
        return bytes;
    }

    <M extends MessageLite> M open(Parser<M> parser, byte[] bytes) throws WireException {
        Envelope.check(kind, bytes);
        int content = Envelope.HEADER + EPOCH + TAG;
        if (bytes.length < content) {
            throw new WireException(
                    Fault.MALFORMED, bytes.length + " bytes; a tagged value has " + content + " or more");
        }
        int epoch = ByteBuffer.wrap(bytes).getInt(Envelope.HEADER);
        byte[] tag = Arrays.copyOfRange(bytes, Envelope.HEADER + EPOCH, content);
        if (!verifies(epoch, tagged(bytes), tag)) {
            throw new WireException(Fault.UNVERIFIED, "the tag of key epoch " + epoch + " does not verify");
        }
        return Envelope.parse(kind, parser, bytes, content);
    }

    private boolean verifies(int epoch, byte[] message, byte[] tag) {
        if (key.epoch() == epoch && key.verifies(purpose, message, tag)) {
            return true;
        }
        for (DeploymentKey earlier : accepted) {
            if (earlier.epoch() == epoch && earlier.verifies(purpose, message, tag)) {
                return true;
            }
        }
        return false;
    }

    /** What the tag covers: all bytes but its own. */
    private static byte[] tagged(byte[] bytes) {
        int before = Envelope.HEADER + EPOCH;
        byte[] covered = new byte[bytes.length - TAG];
        System.arraycopy(bytes, 0, covered, 0, before);
        System.arraycopy(bytes, before + TAG, covered, before, covered.length - before);
        return covered;
    }
}
