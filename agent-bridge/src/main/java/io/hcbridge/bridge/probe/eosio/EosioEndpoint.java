/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.util.Optional;

/**
 * One API of one server. Requests for equal endpoints get the same answer.
 *
 * @param host value of the HTTP Host header; empty for the host of the URL without its port, because nodeos rejects a port there
 */
public record EosioEndpoint(EosioApi api, EosioUrl url, Optional<String> host) {
    String hostHeader() {
        return host.orElseGet(url::hostText);
    }

    String path() {
        return url.path() + api.path();
    }

    @Override
    public String toString() {
        return api.word() + " " + url
                + host.map(field -> " (host " + field + ")").orElse("");
    }
}
