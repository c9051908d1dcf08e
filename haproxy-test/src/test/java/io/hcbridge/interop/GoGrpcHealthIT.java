/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a Go gRPC server, the bridge, and HAProxy, which takes the server in and out. */
@Needs(InteropPeer.GO)
@Timeout(90)
class GoGrpcHealthIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("HAProxy to the bridge to the Go gRPC health server");

    @TempDir
    Path directory;

    @BeforeAll
    static void noteVersions() {
        RESULTS.versions(Versions.goGrpc());
    }

    private InteropBridge bridge(GrpcHealthService go) throws Exception {
        Path config = Files.writeString(
                directory.resolve("hcbridge.yaml"),
                "targets: {stock: {grpc: {address: '" + go.address() + "', service: stock}}}\n");
        return InteropBridge.start(config, directory.resolve("bridge.log"));
    }

    @Test
    void haproxyFollowsTheGoServer() throws Exception {
        GrpcHealthService go = new GrpcHealthService(directory, "127.0.0.1:0");
        try (InteropBridge bridge = bridge(go);
                WatchedServer server = new WatchedServer("stock", bridge.address())) {
            follow(go, server, "by TCP: ");
            String address = go.address();
            go.close();
            server.awaitDown("fail (connection refused)");
            RESULTS.record("by TCP: 5 killed", "DOWN, `fail (connection refused)`");
            go = new GrpcHealthService(directory, address);
            go.set("stock", "SERVING");
            server.awaitUp("up");
            RESULTS.record("by TCP: 6 restarted", "UP, `up`");
        } finally {
            go.close();
        }
    }

    @Test
    void haproxyFollowsTheGoServerOnAUnixSocket() throws Exception {
        try (GrpcHealthService go = new GrpcHealthService(directory, "unix:" + directory.resolve("stock.sock"));
                InteropBridge bridge = bridge(go);
                WatchedServer server = new WatchedServer("stock", bridge.address())) {
            follow(go, server, "by a unix socket: ");
        }
    }

    private static void follow(GrpcHealthService go, WatchedServer server, String way) throws Exception {
        server.awaitDown("fail (server does not know the service (NOT_FOUND: unknown service))");
        RESULTS.record(
                way + "1 a service that is not registered",
                "DOWN, `fail (server does not know the service (NOT_FOUND: unknown service))`");
        go.set("stock", "SERVING");
        server.awaitUp("up");
        RESULTS.record(way + "2 `SERVING`", "UP, `up`");
        go.set("stock", "NOT_SERVING");
        server.awaitDown("down (NOT_SERVING)");
        RESULTS.record(way + "3 `NOT_SERVING`", "DOWN, `down (NOT_SERVING)`");
        go.set("stock", "SERVICE_UNKNOWN");
        server.awaitDown("fail (health status SERVICE_UNKNOWN)");
        RESULTS.record(way + "4 `SERVICE_UNKNOWN`", "DOWN, `fail (health status SERVICE_UNKNOWN)`");
    }
}
