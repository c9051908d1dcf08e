/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes failures of TLS that the JDK reports only by the words of a message. The words of another JDK are shown unchanged. */
public final class TlsWords {
    private static final Pattern ALERT = Pattern.compile(".*Received fatal alert: (\\w+).*");
    private static final Pattern OTHER_NAME = Pattern.compile(
            "No (?:subject alternative .*name matching|name matching) (?:IP address )?(\\S+) found\\.?");
    private static final Map<String, String> NOT_AGREED = Map.of(
            "is not enabled or supported in server context", "no TLS version in common",
            "are not accepted by server preferences", "no TLS version in common",
            "No appropriate protocol", "no TLS version in common",
            "no cipher suites in common", "no cipher in common");

    private TlsWords() {}

    /** Returns whether the peer has ended the handshake, or has no TLS version or cipher in common with the bridge. */
    public static boolean isNotAgreed(String message) {
        return ALERT.matcher(message).matches() || NOT_AGREED.keySet().stream().anyMatch(message::contains);
    }

    /** Describes such a failure. */
    public static String notAgreed(String message) {
        Matcher alert = ALERT.matcher(message);
        if (alert.matches()) {
            return "the peer ended the handshake (alert " + alert.group(1) + ")";
        }
        return NOT_AGREED.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(message);
    }

    /** Describes the failure of a handshake with a server. */
    public static String ofServer(String message) {
        Matcher name = OTHER_NAME.matcher(message);
        if (name.matches()) {
            return "certificate does not have the name " + name.group(1);
        }
        return isNotAgreed(message) ? notAgreed(message) : "the handshake failed (" + message + ")";
    }
}
