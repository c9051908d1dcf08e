/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** HTTP requests to a site at a constant rate. Each request has its own connection. */
public final class Traffic implements AutoCloseable {
    private static final int LIMIT_MILLIS = 5000;
    private static final int CUSTOMERS = 16;
    private static final int MOST_ERRORS_KEPT = 20;

    private final URI uri;
    private final ScheduledExecutorService customers = Executors.newScheduledThreadPool(CUSTOMERS, task -> {
        Thread thread = new Thread(task, "customer");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private Traffic(URI uri) {
        this.uri = uri;
    }

    /** Starts to send {@code perSecond} requests a second. */
    public static Traffic to(URI uri, int perSecond) {
        Traffic traffic = new Traffic(uri);
        long between = TimeUnit.SECONDS.toMicros(1) * CUSTOMERS / perSecond;
        for (int i = 0; i < CUSTOMERS; i++) {
            traffic.customers.scheduleAtFixedRate(
                    traffic::request, between * i / CUSTOMERS, between, TimeUnit.MICROSECONDS);
        }
        return traffic;
    }

    /** Returns the number of requests with status 200. */
    public long served() {
        return served.get();
    }

    /** Returns the number of failed requests. */
    public long failed() {
        return failed.get();
    }

    /** Returns the errors of the first {@value #MOST_ERRORS_KEPT} failed requests. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        end();
    }

    /** Stops sending and waits for the current requests. Afterwards the counts are final. */
    public void end() {
        customers.shutdown();
        try {
            if (!customers.awaitTermination(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                customers.shutdownNow();
            }
        } catch (InterruptedException e) {
            customers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void request() {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setRequestProperty("Connection", "close");
            try (InputStream in = connection.getInputStream()) {
                in.readAllBytes();
            }
            served.incrementAndGet();
        } catch (IOException e) {
            failed.incrementAndGet();
            if (errors.size() < MOST_ERRORS_KEPT) {
                errors.add(e.toString());
            }
        }
    }
}
