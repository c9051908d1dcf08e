/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Renders the page on a thread of its own and keeps it for one second; clients that ask meanwhile share it. A failure is not kept. Belongs
 * to the event loop.
 */
final class PageCache {
    /** Long enough to make a flood of requests cheap, short against every scrape interval. */
    static final long KEEP_MILLIS = 1000;

    private final Vertx vertx;
    private final WorkerExecutor renderer;
    private final Callable<byte[]> render;
    private @Nullable Future<Buffer> page;

    /** @param render called on the renderer's thread, by one call at a time */
    PageCache(Vertx vertx, Callable<byte[]> render) {
        this.vertx = vertx;
        // Not the shared pool: a blocked read of a service's file must not keep the metrics away.
        this.renderer = vertx.createSharedWorkerExecutor("metrics", 1);
        this.render = render;
    }

    Future<Buffer> get() {
        Future<Buffer> current = page;
        if (current == null) {
            current = renderer.executeBlocking(() -> Buffer.buffer(render.call()));
            page = current;
            current.onSuccess(rendered -> vertx.setTimer(KEEP_MILLIS, timer -> page = null));
            current.onFailure(e -> page = null);
        }
        return current;
    }
}
