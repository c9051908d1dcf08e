/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Go service, the bridge and HAProxy, which takes the server UP and DOWN. */
@Needs(InteropPeer.GO)
@Timeout(90)
class GoServerBehindHaproxyIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("HAProxy to the bridge to the Go health server");

    @TempDir
    Path directory;

    @TempDir
    Path logs;

    @BeforeAll
    static void noteVersions() {
        RESULTS.versions(Versions.goHealth());
    }

    @Test
    void haproxyShowsTheHealthOfTheGoService() throws Exception {
        try (HealthService service = HealthService.inGo(directory);
                InteropBridge bridge = InteropBridge.start("orders", directory, logs.resolve("bridge.log"));
                WatchedServer server = new WatchedServer("orders", bridge.address())) {
            server.awaitUp("up");
            RESULTS.record("1 healthy", "UP, `up`");
            service.fail("db down");
            server.awaitDown("down (db down)");
            RESULTS.record("2 check fails with `db down`", "DOWN, `down (db down)`");
            service.heal();
            server.awaitUp("up");
            RESULTS.record("3 healthy again", "UP, `up`");
            service.kill();
            server.awaitDown("fail");
            RESULTS.record("4 killed", "DOWN, `fail`");
            service.restart();
            server.awaitUp("up");
            RESULTS.record("5 restarted under a new name", "UP, `up`");
        }
    }
}
