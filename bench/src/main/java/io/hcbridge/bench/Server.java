/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A server under load.
 *
 * @param where its address, as arguments of the load generator
 */
record Server(String name, List<String> where, long pid) {
    static Server agent(String name, int port, long pid) {
        return agent(name, port, pid, BenchEnvironment.ASKED);
    }

    /** @param asked number of targets that are requested in turn */
    static Server agent(String name, int port, long pid, int asked) {
        return new Server(name, List.of("-p", Integer.toString(port), "-k", Integer.toString(asked), "-e", "up"), pid);
    }

    static Server health(String name, Path socket, long pid) {
        return new Server(name, List.of("-u", socket.toString(), "-s", "ping", "-e", "healthy"), pid);
    }
}
