/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpBackendIT {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void stopFinishesCurrentRequests() throws Exception {
        HttpBackend http = new HttpBackend("one", ANY, this::work);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> get(http));
        begun.await();

        Thread stopping = new Thread(() -> http.stop(20));
        stopping.start();
        Await.until("the server to wait", LIMIT, () -> stopping.getState() == Thread.State.TIMED_WAITING);
        released.countDown();

        assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        stopping.join(LIMIT.toMillis());
        assertThatIOException().isThrownBy(() -> HttpStatus.of(uri(http)));
    }

    @Test
    void stopEndsAtOnceWithoutCurrentRequests() throws Exception {
        HttpBackend http = new HttpBackend("one", ANY);
        assertThat(HttpStatus.of(uri(http))).isEqualTo(200);
        long start = System.nanoTime();

        http.stop(20);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    }

    private void work() {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int get(HttpBackend http) {
        try {
            return HttpStatus.of(uri(http));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static URI uri(HttpBackend http) {
        return URI.create("http://127.0.0.1:" + http.address().getPort() + "/");
    }
}
