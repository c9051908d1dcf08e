/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio.allow;

import io.hcbridge.bridge.config.key.Subnet;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the allow list: hosts, and optionally a port and a path prefix.
 *
 * @param name name in lower case, without the {@code *.} of a suffix; empty for a network
 * @param isSuffix whether the entry matches the names below {@code name} and not {@code name} itself
 * @param network addresses; empty for a name
 * @param port port; 0 for every port
 * @param path the path of a URL must be equal to this path or be below it; if it is empty, the URL must have no path
 */
public record AllowEntry(String name, boolean isSuffix, Optional<Subnet> network, int port, String path) {
    private static final String RULE =
            " must be NAME, *.SUFFIX, ADDRESS or NETWORK, optionally with :PORT and /PATH; an IPv6 address with a port needs brackets";
    private static final String WILDCARD = "*.";
    /** The prefix length of a network consists of digits. It is at the end of the text, or before the port or the path. */
    private static final Pattern ENTRY = Pattern.compile(
            "(?:\\[(?<bracketed>[^\\]]*)]|(?<host>[^:/\\[\\]]+(?:/[0-9]{1,3}(?=[:/]|$))?))(?::(?<port>[0-9]{1,5}))?(?<path>/.*)?");

    private static final int MAX_LENGTH = 1024;

    /**
     * Parses an entry like {@code api.example.org:8888}, {@code *.example.org/eos}, {@code 10.0.0.0/8:8888} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException if the text is not a valid entry; the message has the text and the rule
     */
    public static AllowEntry parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("'" + text.substring(0, 40) + "...'" + RULE);
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        try {
            return parseShort(text.toLowerCase(Locale.ROOT), text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "'" + RULE, e);
        }
    }

    private static AllowEntry parseShort(String text, String original) {
        Optional<Subnet> whole = network(text);
        if (whole.isPresent()) {
            return new AllowEntry("", false, whole, 0, "");
        }
        Matcher entry = ENTRY.matcher(text);
        if (!entry.matches()) {
            throw new IllegalArgumentException("no entry");
        }
        String bracketed = entry.group("bracketed");
        int port = port(entry.group("port"));
        String path = path(entry, original);
        if (bracketed != null) {
            return new AllowEntry("", false, Optional.of(Subnet.parse(ipv6(bracketed))), port, path);
        }
        String host = entry.group("host");
        Optional<Subnet> network = network(host);
        if (network.isPresent()) {
            return new AllowEntry("", false, network, port, path);
        }
        return named(host, port, path);
    }

    /** Creates an entry for a name. Its path may start with a segment of digits. */
    private static AllowEntry named(String host, int port, String path) {
        int slash = host.indexOf('/');
        String bare = slash < 0 ? host : host.substring(0, slash);
        boolean isSuffix = bare.startsWith(WILDCARD);
        String name = isSuffix ? bare.substring(WILDCARD.length()) : bare;
        if (slash >= 0 && port != 0) {
            throw new IllegalArgumentException("a port after the path");
        }
        String whole = slash < 0 ? path : host.substring(slash) + path;
        // EosioUrl checks the name and the path.
        EosioUrl checked = new EosioUrl(false, name, 1, whole);
        if (!checked.isNamed()) {
            throw new IllegalArgumentException("no name");
        }
        return new AllowEntry(name, isSuffix, Optional.empty(), port, whole);
    }

    private static String ipv6(String text) {
        if (!text.contains(":")) {
            throw new IllegalArgumentException("no IPv6 address");
        }
        return text;
    }

    private static Optional<Subnet> network(String text) {
        try {
            return Optional.of(Subnet.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int port(@Nullable String text) {
        // EosioUrl checks the port.
        return text == null ? 0 : new EosioUrl(false, "h", Integer.parseInt(text), "").port();
    }

    /** Returns the path in its original case, without a slash at its end. */
    private static String path(Matcher entry, String original) {
        if (entry.group("path") == null) {
            return "";
        }
        String path = original.substring(entry.start("path"));
        return new EosioUrl(false, "h", 1, path.endsWith("/") ? path.substring(0, path.length() - 1) : path).path();
    }

    /** Returns whether this entry matches the host name, the port and the path of the URL. */
    boolean listsName(EosioUrl url) {
        return listsName(url.host(), url.port()) && listsPath(url);
    }

    /** Returns whether this entry matches a name and a port. */
    boolean listsName(String host, int hostPort) {
        boolean isListed = isSuffix ? host.endsWith("." + name) : host.equals(name);
        return network.isEmpty() && isListed && listsPort(hostPort);
    }

    /** Returns whether this entry matches a name, for any port. */
    boolean listsName(String host) {
        return listsName(host, port);
    }

    /** Returns whether this entry matches the address, the port and the path of the URL. */
    boolean listsAddress(InetAddress address, EosioUrl url) {
        return network.isPresent() && network.get().contains(address) && listsPort(url.port()) && listsPath(url);
    }

    private boolean listsPort(int other) {
        return port == 0 || port == other;
    }

    private boolean listsPath(EosioUrl url) {
        return url.path().equals(path) || (!path.isEmpty() && url.path().startsWith(path + "/"));
    }

    @Override
    public String toString() {
        String host = network.map(AllowEntry::text).orElse((isSuffix ? WILDCARD : "") + name);
        return host + (port == 0 ? "" : ":" + port) + path;
    }

    private static String text(Subnet subnet) {
        return subnet.toString().contains(":") ? "[" + subnet + "]" : subnet.toString();
    }
}
