/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import io.hcbridge.haproxy.Site;
import java.io.IOException;
import java.time.Duration;

/** What happens in the demo, one scene after the other; each ends when HAProxy has drawn its conclusion. */
final class Story {
    /** Two polls and what a busy machine adds. */
    private static final Duration NOTICE = Site.POLL.multipliedBy(2).plusSeconds(5);

    private final Site site;
    private final StatusTable table;
    private final Pace pace;

    Story(Site site, StatusTable table, Pace pace) {
        this.site = site;
        this.table = table;
        this.pace = pace;
    }

    /**
     * Tells it from beginning to end.
     *
     * @return 0
     * @throws IllegalStateException if HAProxy does not do what it should, in time
     */
    int tell() throws IOException, InterruptedException {
        for (String name : site.names()) {
            site.awaitUp(name, true, NOTICE);
        }
        scene("All three services answer 'healthy': HAProxy has them UP");

        site.service("web2").sick("database gone");
        site.awaitUp("web2", false, NOTICE);
        scene("web2 is sick and says why: HAProxy takes it DOWN");

        site.service("web3").kill();
        site.awaitUp("web3", false, NOTICE);
        scene("web3 was killed with SIGKILL and can say nothing any more: DOWN");

        site.service("web2").well();
        site.awaitUp("web2", true, NOTICE);
        scene("web2 is well again: UP");

        site.service("web3").restart();
        site.awaitUp("web3", true, NOTICE);
        scene("web3 was started again, under a new socket name, and found at once: UP");
        return 0;
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
