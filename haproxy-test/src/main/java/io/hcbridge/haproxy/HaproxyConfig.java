/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of a {@link HaproxyProcess}: backends, each with a frontend on a free port of loopback. */
public final class HaproxyConfig {
    private final Map<String, Backend> backends = new LinkedHashMap<>();

    /** Returns the backend of this name. The first call creates it. */
    public Backend backend(String name) {
        return backends.computeIfAbsent(name, Backend::new);
    }

    String render(Path statsSocket) {
        StringBuilder text = new StringBuilder();
        // One thread is enough for a test, and leaves the other cores to the bridge.
        text.append("""
                global
                    log stdout format raw local0 info
                    stats socket %s mode 600 level admin
                    maxconn 1000
                    nbthread 1

                defaults
                    mode http
                    log global
                    timeout connect 1s
                    timeout client 10s
                    timeout server 10s
                """.formatted(statsSocket));
        backends.values().forEach(backend -> text.append('\n').append(backend.render()));
        return text.toString();
    }
}
