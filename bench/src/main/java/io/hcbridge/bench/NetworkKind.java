/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.Locale;

/** A kind of probe over the network that the bridge and the Go program both have. */
enum NetworkKind {
    /** Its connections are kept open from check to check. */
    HTTP("http: {url: 'http://%s/health', expect-body: '\"status\":\"UP\"'}"),
    /** Each check makes a connection. */
    TCP("tcp: {address: '%s', send: \"PING\\r\\n\", expect: '+PONG'}");

    private final String settings;

    NetworkKind(String settings) {
        this.settings = settings;
    }

    /** Returns the name of the kind in the configuration and on the command lines of the programs. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the settings of a target. Each target has its own service at its own loopback address.
     *
     * @param number 0 to 255
     * @param port the port of all services
     */
    String settings(int number, int port) {
        return settings.formatted("127.0.1." + number + ":" + port);
    }
}
