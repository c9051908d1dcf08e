/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import io.hcbridge.protocol.ProtocolException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an API is: a URL without user information, query and fragment. It has one spelling for one place: everything that programs read in
 * different ways is refused.
 *
 * @param isTls whether the scheme is {@code https}
 * @param host a name in lower case, an IPv4 address of four decimal numbers, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param path empty, or {@code /} and segments of letters, digits and {@code ._~-}, without {@code .}, {@code ..} and empty segments
 */
public record EosioUrl(boolean isTls, String host, int port, String path) {
    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final int MAX_NAME = 253;
    /** Some programs read a name that ends so as an IPv4 address, in decimal, octal or hexadecimal. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    /** Not checked here: the client that connects to it finds out whether it is an address. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*");
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>https?)://(?:\\[(?<ipv6>[^\\]]*)]|(?<host>[^:/\\[\\]]*))(?::(?<port>[0-9]{1,5}))?(?<path>/.*)?",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_LENGTH = 1024;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    public EosioUrl {
        if (!isHost(host)) {
            throw new IllegalArgumentException("host: must be a name or an address in its usual form");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: must be 1 to " + MAX_PORT);
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path: must be plain segments, without query, fragment and '..'");
        }
    }

    /**
     * Reads a URL. The scheme and the host may be in any case; a path of {@code /} is none.
     *
     * @throws ProtocolException if it breaks a rule above; the message has the rule and nothing of the text
     */
    public static EosioUrl parse(String text) throws ProtocolException {
        Matcher url = URL.matcher(text);
        if (text.length() > MAX_LENGTH || !url.matches()) {
            throw new ProtocolException("must be http:// or https://, a host, and possibly a port and a path");
        }
        boolean tls = url.group("scheme").length() == "https".length();
        String ipv6 = url.group("ipv6");
        String host = ipv6 == null ? url.group("host") : ipv6;
        String path = url.group("path");
        try {
            if (host.contains(":") != (ipv6 != null)) {
                throw new IllegalArgumentException("host: an IPv6 address must be in brackets, and nothing else");
            }
            return new EosioUrl(
                    tls,
                    host.toLowerCase(Locale.ROOT),
                    port(url.group("port"), tls),
                    path == null || path.equals("/") ? "" : path);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a text in lower case is a host's name, not one that some programs read as an address. */
    public static boolean isName(String text) {
        return text.length() <= MAX_NAME
                && NAME.matcher(text).matches()
                && !ENDS_IN_NUMBER.matcher(text).matches();
    }

    /** Whether the host is a name, which must be looked up. */
    public boolean isNamed() {
        return isName(host);
    }

    /** The host as it stands in a URL and in the HTTP Host header. */
    public String hostText() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        boolean isDefault = port == (isTls ? HTTPS_PORT : HTTP_PORT);
        return (isTls ? "https://" : "http://") + hostText() + (isDefault ? "" : ":" + port) + path;
    }

    private static int port(@Nullable String text, boolean tls) {
        if (text == null) {
            return tls ? HTTPS_PORT : HTTP_PORT;
        }
        return Integer.parseInt(text);
    }

    private static boolean isHost(String text) {
        return isName(text)
                || IPV4.matcher(text).matches()
                || IPV6.matcher(text).matches();
    }
}
