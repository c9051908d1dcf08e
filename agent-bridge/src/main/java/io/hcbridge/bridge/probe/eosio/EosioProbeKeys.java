/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.util.List;

/** The keys of an EOSIO target. */
public final class EosioProbeKeys implements ProbeKeys {
    private static final ConfigKey<EosioApi> API = ConfigKey.one(
            "api",
            EosioProbeKeys::api,
            Default.value("v1"),
            "API to query: `v1` for nodeos, `v2` for Hyperion, `atomic` (or `contract`) for the contract API");
    private static final ConfigKey<EosioUrl> URL = ConfigKey.one(
            "url",
            EosioProbeKeys::url,
            Default.required(),
            "URL of the API, `http://` or `https://`, without the path of the request, for example `/v1/chain/get_info`");
    private static final ConfigKey<Integer> BLOCKS = ConfigKey.one(
            "blocks",
            EosioProbeKeys::blocks,
            Default.value("10"),
            "number of blocks that the chain may be behind or ahead; a block is half a second");
    private static final ConfigKey<String> HOST = ConfigKey.one(
            "host",
            EosioProbeKeys::host,
            Default.none("the URL's host without its port"),
            "value of the Host header, `HOST` or `HOST:PORT`");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(API, URL, BLOCKS, HOST);
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        return new EosioProbeConfig(
                new EosioEndpoint(values.get(API), values.get(URL), values.find(HOST)),
                new BlockTolerance(values.get(BLOCKS), Generation.LATER));
    }

    private static EosioApi api(String text) {
        return EosioApi.named(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' must be v1, v2, atomic or contract"));
    }

    private static EosioUrl url(String text) {
        try {
            return EosioUrl.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }

    private static int blocks(String text) {
        try {
            int blocks = Integer.parseInt(text);
            if (blocks >= 1) {
                return blocks;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the same message as a number below 1.
        }
        throw new IllegalArgumentException("'" + text + "' must be a whole number, 1 to " + Integer.MAX_VALUE);
    }

    private static String host(String text) {
        if (text.contains(":")) {
            return HostPort.parseServer(text).toString();
        }
        if (!HostPort.isHost(text)) {
            throw new IllegalArgumentException("'" + text + "' must be HOST or HOST:PORT");
        }
        return text;
    }
}
