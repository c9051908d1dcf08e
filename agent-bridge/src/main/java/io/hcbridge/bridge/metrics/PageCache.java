/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Renders the page on a separate thread and caches it for one second. Clients within this time share the page. A failure is not cached.
 * Belongs to the event loop.
 */
final class PageCache {
    /** Lifetime of a page. It limits the cost of a flood of requests, and is short compared with every scrape interval. */
    static final long KEEP_MILLIS = 1000;

    private final Vertx vertx;
    private final WorkerExecutor renderer;
    private final Callable<Buffer> render;
    private @Nullable Future<Buffer> page;

    /** @param render renders the page; called on the thread of the renderer, one call at a time */
    PageCache(Vertx vertx, Callable<Buffer> render) {
        this.vertx = vertx;
        // A separate pool: a blocked read of the file of a service must not block the metrics.
        this.renderer = vertx.createSharedWorkerExecutor("metrics", 1);
        this.render = render;
    }

    Future<Buffer> get() {
        Future<Buffer> current = page;
        if (current == null) {
            current = renderer.executeBlocking(render);
            page = current;
            current.onSuccess(rendered -> vertx.setTimer(KEEP_MILLIS, timer -> page = null));
            current.onFailure(e -> page = null);
        }
        return current;
    }
}
