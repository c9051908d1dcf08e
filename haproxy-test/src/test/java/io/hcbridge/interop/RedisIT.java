/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tcp probe with Redis. */
@Needs(InteropPeer.REDIS)
@Timeout(90)
class RedisIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("the bridge's tcp probe to Redis");

    @TempDir
    Path directory;

    @BeforeAll
    static void noteVersions() throws Exception {
        RESULTS.versions(DebianServer.REDIS.version());
    }

    @Test
    void redisIsAskedByPing() throws Exception {
        int port = FreePort.next();
        ChildProcess redis = redis(port, "--requirepass", "x");
        try (ProbingBridge bridge = new ProbingBridge(directory, """
                  port: {tcp: {address: '127.0.0.1:%1$d'}}
                  ping: {tcp: {address: '127.0.0.1:%1$d', send: "PING\\r\\n", expect: "+PONG"}}
                """.formatted(port))) {
            bridge.await("port", "up");
            RESULTS.record("a connection", "`up`");
            bridge.await("ping", "down #answered '-NOAUTH Authentication required.', not '+PONG'");
            RESULTS.record(
                    "PING without the password", "`down #answered '-NOAUTH Authentication required.', not '+PONG'`");
            redis.close();
            bridge.await("ping", "failed fail #connection refused");
            RESULTS.record("ended", "`failed fail #connection refused`");
            redis = redis(port);
            bridge.await("ping", "up");
            RESULTS.record("PING, `+PONG`", "`up`");
        } finally {
            redis.close();
        }
    }

    private ChildProcess redis(int port, String... further) throws Exception {
        String[] arguments = {
            "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory.toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + further.length);
        System.arraycopy(further, 0, all, arguments.length, further.length);
        return ChildProcess.start(DebianServer.REDIS.command(all), directory.resolve("redis.log"));
    }
}
