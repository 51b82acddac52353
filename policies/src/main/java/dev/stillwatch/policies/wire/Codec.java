// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

/**
 * Bytes of one kind of value and back. Laws: {@code decode(encode(v))} equals {@code v} for every {@code v} within its
 * stated ranges, equal values have equal bytes, and {@code decode} of any bytes whatever returns a value or throws
 * {@link WireException}, nothing else. Codecs keep no state and are safe to share between threads.
 *
 * @param <T> what is encoded
 */
public interface Codec<T> {
    /** The bytes of the value: format version, kind, content. */
    byte[] encode(T value);

    /**
     * The value of the bytes.
     *
     * @throws WireException when the bytes are not a usable value
     */
    T decode(byte[] bytes) throws WireException;
}
