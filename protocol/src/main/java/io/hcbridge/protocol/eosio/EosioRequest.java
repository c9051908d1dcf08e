/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.Optional;

/** What a line asks of the EOSIO agent. */
public sealed interface EosioRequest {
    /**
     * Asks for the state of an API.
     *
     * @param url as it stands in the line, checked by {@link EosioUrl#parse} only
     * @param host for the HTTP Host header, as it stands in the line; empty for the URL's host
     */
    record Query(EosioApi api, String url, Optional<String> host, BlockTolerance tolerance) implements EosioRequest {}

    /** Asks for this reply. */
    record Debug(AgentReply reply) implements EosioRequest {}

    /**
     * Reads a line in the spelling of any generation; fields behind the known ones are ignored, as all generations do.
     *
     * @param line without its line end
     * @throws ProtocolException if fields are missing, the API is unknown, or the reply of {@code debug} is not well-formed
     */
    static EosioRequest parse(String line) throws ProtocolException {
        return new EosioRequestParser(line.strip()).parse();
    }
}
