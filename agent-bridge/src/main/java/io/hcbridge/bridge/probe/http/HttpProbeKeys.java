/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ClientTls;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of {@link HttpProbeConfig}. */
public final class HttpProbeKeys implements ProbeKeys {
    private static final int LONGEST_EXPECTED = 4096;

    private static final ConfigKey<HttpUrl> URL = ConfigKey.one(
            "url",
            HttpUrl::parse,
            Default.required(),
            "URL of the GET request; `http` or `https`, without user information");
    private static final ConfigKey<StatusRange> EXPECT_STATUS = ConfigKey.list(
            "expect-status",
            StatusRange::parse,
            Default.value("200-299"),
            "statuses of a healthy service: a code, a range, or a list of them");
    private static final ConfigKey<String> EXPECT_BODY = ConfigKey.one(
            "expect-body",
            HttpProbeKeys::expectedBody,
            Default.none("none"),
            "text that the first 64 KiB of the body must contain; literal, in UTF-8");
    private static final ConfigKey<StatusWords> MAP = ConfigKey.mapping(
            "map",
            StatusWords::parse,
            Default.none("none"),
            "words to send for a status, for example `{503: drain, 429: up 50%}`, with a weight of 1% to 100%; takes"
                    + " precedence over `expect-status`");
    private static final ConfigKey<Boolean> AGENT_LINE = ConfigKey.one(
            "agent-line",
            ValueParsers::bool,
            Default.value("false"),
            "`true`: if the status is expected and the body's first line is an agent reply, that line is used");
    private static final ConfigKey<String> HOST = ConfigKey.one(
            "host",
            HttpProbeKeys::host,
            Default.none("the host of `url`"),
            "value of the Host header, and the name that the server's certificate must have");
    private static final ConfigKey<RequestHeader> HEADERS = ConfigKey.mapping(
            "headers",
            RequestHeader::parse,
            Default.none("none"),
            "more headers by name; a value is a text, or `{file: PATH}`, which is read for each probe; values are never shown");
    private static final ConfigKey<HttpProtocol> VERSION = ConfigKey.one(
            "version",
            HttpProtocol::parse,
            Default.value("auto"),
            "`1.1`, `2` or `auto`; `auto` is HTTP/2 if a TLS server offers it, else HTTP/1.1");
    private static final ConfigKey<Path> SOCKET = ConfigKey.one(
            "socket",
            ValueParsers::unixSocket,
            Default.none("none"),
            "unix socket to connect to, instead of the host of `url`");
    private static final ConfigKey<String> USER = ConfigKey.one(
            "user",
            ValueParsers::account,
            Default.none("none"),
            "user, by name or number, whose `socket` is trusted, in addition to root and the bridge's user");

    @Override
    public List<ConfigKey<?>> all() {
        return Stream.concat(
                        Stream.of(
                                URL, EXPECT_STATUS, EXPECT_BODY, MAP, AGENT_LINE, HOST, HEADERS, VERSION, SOCKET, USER),
                        ClientTls.KEYS.stream())
                .toList();
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        HttpUrl url = values.get(URL);
        if (!url.isTls()) {
            ClientTls.requireUnset(values, "without an https url");
        }
        if (values.isSet(USER) && !values.isSet(SOCKET)) {
            throw new IllegalArgumentException("user has no effect without socket");
        }
        return new HttpProbeConfig(
                url,
                new HttpExpectation(
                        values.list(EXPECT_STATUS), values.find(EXPECT_BODY), values.list(MAP), values.get(AGENT_LINE)),
                values.find(HOST),
                distinct(values.list(HEADERS)),
                values.get(VERSION),
                values.find(SOCKET),
                values.find(USER),
                ClientTls.read(values));
    }

    private static List<RequestHeader> distinct(List<RequestHeader> headers) {
        Set<String> names = new HashSet<>();
        for (RequestHeader header : headers) {
            if (!names.add(header.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: '" + header.name() + "' is defined twice");
            }
        }
        return headers;
    }

    private static String expectedBody(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_EXPECTED) {
            throw new IllegalArgumentException("'" + text + "' must have 1 to " + LONGEST_EXPECTED + " bytes");
        }
        return text;
    }

    /** Parses a name or an address with an optional port, which is sent unchanged. */
    private static String host(String text) {
        boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
        try {
            HostPort.parseServer(hasPort ? text : text + ":1");
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' must be HOST or HOST:PORT", e);
        }
    }
}
