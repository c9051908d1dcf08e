/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.config.ListenErrors;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MetricsServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the metrics port. */
final class MetricsPort {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private MetricsPort() {}

    /**
     * Starts to listen. Blocks until the port is open.
     *
     * @param ready the answer to {@code /readyz}
     * @throws IOException if the bridge cannot listen on the address; the message names it and the flag
     */
    static void open(Vertx vertx, TcpAddress address, BridgeMetrics metrics, BooleanSupplier ready) throws IOException {
        metrics.publish();
        MetricsServer server = new MetricsServer(vertx, metrics, ready);
        try {
            int port = server.listen(address.host(), address.port()).await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("metrics on http://{}/metrics", new TcpAddress(address.host(), port));
        } catch (TimeoutException e) {
            throw new IOException("cannot listen on " + address + ": timed out after 10s", e);
        } catch (Exception e) {
            throw new IOException(ListenErrors.describe(address, e) + " (metrics.listen, --metrics)", e);
        }
    }
}
