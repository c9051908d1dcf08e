/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A backend, and a frontend of the same name that sends HTTP traffic to it. */
public final class Backend {
    private final String name;
    private final int port = FreePort.next();
    private final List<Object> lines = new ArrayList<>();

    Backend(String name) {
        this.name = name;
    }

    /** Adds a server. The returned line accepts further settings. */
    public ServerLine server(String server, InetSocketAddress address) {
        ServerLine line = new ServerLine(server, address);
        lines.add(line);
        return line;
    }

    /** Adds any other line in HAProxy's syntax. */
    public Backend line(String line) {
        lines.add(line);
        return this;
    }

    /** Returns the frontend's URI. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    String render() {
        StringBuilder text = new StringBuilder();
        text.append("frontend ").append(name).append('\n');
        text.append("    bind 127.0.0.1:").append(port).append('\n');
        text.append("    default_backend ").append(name).append("\n\n");
        text.append("backend ").append(name).append('\n');
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}
