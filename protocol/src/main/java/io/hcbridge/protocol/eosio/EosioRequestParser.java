/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioRequest.Debug;
import io.hcbridge.protocol.eosio.EosioRequest.Query;
import java.util.Optional;

/**
 * Reads one line. Its form tells the generation, and the generation tells what its fields mean:
 *
 * <pre>
 * host[:port[:num_blocks[:version]]]       0.x
 * url[|num_blocks[|version[|host]]]        1.0, 1.1
 * url|api[|num_blocks[|host]]              1.2, deprecated there
 * api|url[|num_blocks[|host]]              1.2 to 1.4.6
 * </pre>
 */
final class EosioRequestParser {
    private static final String SCHEME_END = "://";
    private static final String DEBUG = "debug";
    private static final int HTTP_PORT = 80;
    private static final int MAX_QUOTED = 40;

    private final String line;

    EosioRequestParser(String line) {
        this.line = line;
    }

    EosioRequest parse() throws ProtocolException {
        String[] fields = line.split("\\|", -1);
        if (fields[0].contains(SCHEME_END)) {
            return startsWithLetter(field(fields, 1)) ? urlAndApi(fields) : urlAndNumber(fields);
        }
        return fields.length > 1 ? apiAndUrl(fields) : hostAndPort(line.split(":", -1));
    }

    private EosioRequest apiAndUrl(String[] fields) throws ProtocolException {
        if (fields[1].isEmpty()) {
            throw new ProtocolException("too few fields in " + quoted(line));
        }
        if (fields[0].equals(DEBUG)) {
            return debug(fields[1]);
        }
        return query(api(fields[0]), fields[1], field(fields, 2), field(fields, 3), Generation.LATER);
    }

    private static Query urlAndApi(String[] fields) throws ProtocolException {
        return query(api(fields[1]), fields[0], field(fields, 2), field(fields, 3), Generation.OLDER);
    }

    private static Query urlAndNumber(String[] fields) throws ProtocolException {
        return query(version(field(fields, 2)), fields[0], field(fields, 1), field(fields, 3), Generation.OLDER);
    }

    private Query hostAndPort(String[] fields) throws ProtocolException {
        if (fields[0].isEmpty()) {
            throw new ProtocolException("too few fields in " + quoted(line));
        }
        String url = "http" + SCHEME_END + fields[0] + ":" + port(field(fields, 1));
        return query(version(field(fields, 3)), url, field(fields, 2), "", Generation.OLDER);
    }

    private static Query query(EosioApi api, String url, String blocks, String host, Generation generation) {
        return new Query(
                api, url, Optional.of(host).filter(h -> !h.isEmpty()), BlockTolerance.parse(blocks, generation));
    }

    private static Debug debug(String text) throws ProtocolException {
        AgentReply reply = AgentReply.parse(text);
        if (reply.equals(AgentReply.NO_CHANGE)) {
            throw new ProtocolException("debug needs a reply");
        }
        // HAProxy ignores a bare 'failed'.
        Optional<Health> health = reply.health().map(h -> h == Health.REPORT_ONLY ? Health.FAILED : h);
        return new Debug(new AgentReply(health, reply.admin(), reply.capacity(), reply.reason()));
    }

    private static EosioApi api(String name) throws ProtocolException {
        return EosioApi.named(name).orElseThrow(() -> new ProtocolException("unknown api " + quoted(name)));
    }

    /** Before 1.2 there were two. */
    private static EosioApi version(String name) throws ProtocolException {
        EosioApi api = name.isEmpty() ? EosioApi.V1 : api(name);
        if (api == EosioApi.ATOMIC) {
            throw new ProtocolException("unknown version " + quoted(name));
        }
        return api;
    }

    /** A number that cannot be read counts as 80; whether it is a port is checked with the URL. */
    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return HTTP_PORT;
        }
    }

    /** A short part of the line, without control characters. */
    private static String quoted(String text) {
        boolean isLong = text.length() > MAX_QUOTED;
        return "'"
                + Reason.of(isLong ? text.substring(0, MAX_QUOTED) + "..." : text)
                        .text() + "'";
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }

    private static boolean startsWithLetter(String text) {
        return !text.isEmpty() && Character.isLetter(text.charAt(0));
    }
}
