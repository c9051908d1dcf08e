/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import io.hcbridge.haproxy.Site;
import io.hcbridge.haproxy.Traffic;
import java.io.IOException;
import java.time.Duration;

/** The scenes of the demo, one after the other. A scene ends when HAProxy has reacted. */
final class DemoScenes {
    /** Two polls plus a reserve for a busy machine. */
    private static final Duration NOTICE = Site.POLL.multipliedBy(2).plusSeconds(5);

    private static final int REQUESTS_PER_SECOND = 50;

    private final Site site;
    private final StatusTable table;
    private final Pace pace;

    DemoScenes(Site site, StatusTable table, Pace pace) {
        this.site = site;
        this.table = table;
        this.pace = pace;
    }

    /**
     * Runs all scenes.
     *
     * @return the exit code 0
     * @throws IllegalStateException if HAProxy does not react as expected in time
     */
    int run() throws IOException, InterruptedException {
        for (String name : site.names()) {
            site.awaitUp(name, true, NOTICE);
        }
        scene("All three services reply 'healthy': UP in HAProxy");

        site.service("web2").sick("database gone");
        site.awaitUp("web2", false, NOTICE);
        scene("web2 is unhealthy and reports the reason: DOWN");

        site.service("web3").kill();
        site.awaitUp("web3", false, NOTICE);
        scene("web3 was killed with SIGKILL and does not reply: DOWN");

        site.service("web2").well();
        site.awaitUp("web2", true, NOTICE);
        scene("web2 is healthy again: UP");

        site.service("web3").restart();
        site.awaitUp("web3", true, NOTICE);
        scene("web3 was restarted; the bridge has found its new socket: UP");

        drain();
        restartAll();
        return 0;
    }

    private void drain() throws IOException, InterruptedException {
        site.service("web1").drain("deploy 42");
        site.awaitUp("web1", false, NOTICE);
        scene("web1 drains: no new traffic, current requests continue");
        site.service("web1").ready();
        site.awaitUp("web1", true, NOTICE);
        scene("web1 is ready again: the bridge has ended the drain in HAProxy");
    }

    private void restartAll() throws IOException, InterruptedException {
        try (Traffic traffic = Traffic.to(site.backend().uri(), REQUESTS_PER_SECOND)) {
            for (String name : site.names()) {
                site.service(name).terminate();
                site.awaitUp(name, false, NOTICE);
                site.service(name).restart();
                site.awaitUp(name, true, NOTICE);
            }
            traffic.end();
            if (traffic.failed() > 0) {
                throw new IllegalStateException(
                        traffic.failed() + " requests failed in a rolling restart: " + traffic.errors());
            }
            scene("All three were restarted in turn under load: " + traffic.served() + " requests, none failed");
        }
    }

    private void scene(String title) throws InterruptedException {
        long end = System.nanoTime() + pace.scene().toNanos();
        table.show(title);
        while (System.nanoTime() < end) {
            Thread.sleep(StatusTable.REFRESH.toMillis());
            table.refresh(title);
        }
    }
}
