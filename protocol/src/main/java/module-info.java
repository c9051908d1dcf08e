/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The wire formats, as pure code: HAProxy's agent checks, the health and command protocols of local sockets, and the requests of the EOSIO
 * agent.
 */
module io.hcbridge.protocol {
    exports io.hcbridge.protocol;
    exports io.hcbridge.protocol.agent;
    exports io.hcbridge.protocol.command;
    exports io.hcbridge.protocol.eosio;
    exports io.hcbridge.protocol.group;
    exports io.hcbridge.protocol.health;
    exports io.hcbridge.protocol.push;

    // Only the package command needs it.
    requires static com.fasterxml.jackson.core;
    requires static transitive org.jspecify;
}
