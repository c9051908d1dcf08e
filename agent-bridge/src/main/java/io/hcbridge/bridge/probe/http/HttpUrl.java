/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.config.key.HostPort;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The URL of an endpoint.
 *
 * @param isTls whether the scheme is {@code https}
 * @param server host and port
 * @param target path and query, sent unchanged
 */
record HttpUrl(boolean isTls, HostPort server, String target) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    static HttpUrl parse(String text) {
        URI uri = uri(text);
        String shown = shown(text);
        boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
        if (!isTls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("'" + shown + "' must start with http:// or https://");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "'" + shown + "' must be http(s)://HOST[:PORT][/PATH], without user information and fragment");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        HostPort server = server(uri.getRawAuthority(), isTls ? HTTPS_PORT : HTTP_PORT);
        return new HttpUrl(isTls, server, path + query);
    }

    /** Returns the default Host header. It omits the default port of the scheme. */
    String hostHeader() {
        boolean isDefault = server.port() == (isTls ? HTTPS_PORT : HTTP_PORT);
        String text = server.toString();
        return isDefault ? text.substring(0, text.lastIndexOf(':')) : text;
    }

    /** The target without its query, which may have a password; for people. */
    String path() {
        return withoutQuery(target);
    }

    /** Without the query. */
    @Override
    public String toString() {
        return (isTls ? "https://" : "http://") + hostHeader() + path();
    }

    /** Without what may be a password. */
    private static String shown(String text) {
        return withoutQuery(text).replaceAll("//[^/]*@", "//...@");
    }

    private static String withoutQuery(String text) {
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static HostPort server(String authority, int defaultPort) {
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        return HostPort.parseServer(hasPort ? authority : authority + ":" + defaultPort);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + shown(text) + "' is not a URL: " + e.getReason());
        }
    }
}
