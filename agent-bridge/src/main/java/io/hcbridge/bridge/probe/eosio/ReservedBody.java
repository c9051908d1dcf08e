/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One body under way and the room that is reserved for it. The room is released once: by {@link #close}, or, if a decode has begun, when
 * that returns, because a decode that nobody waits for still needs its memory.
 */
final class ReservedBody implements AutoCloseable {
    private final EosioHttp http;
    private final Buffer bytes = Buffer.buffer();
    /** True after the memory was released, so that it is released once. */
    private final AtomicBoolean taken = new AtomicBoolean();

    ReservedBody(EosioHttp http) {
        this.http = http;
    }

    /** Appends a part; false if there is no room for it. */
    boolean append(Buffer part) {
        if (!http.reserve(part.length())) {
            return false;
        }
        bytes.appendBuffer(part);
        return true;
    }

    int length() {
        return bytes.length();
    }

    /** Decodes the body, from any thread, at most once; no value if it was closed before. */
    <T> Optional<T> decode(Function<byte[], T> decoder) {
        if (!taken.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.apply(bytes.getBytes()));
        } finally {
            http.release(bytes.length());
        }
    }

    @Override
    public void close() {
        if (taken.compareAndSet(false, true)) {
            http.release(bytes.length());
        }
    }
}
