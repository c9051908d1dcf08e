/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of the site. */
final class Http {
    private static final int LIMIT_MILLIS = 5000;

    private Http() {}

    /** Returns the body of a reply with status 200. Throws an IOException for any other status. */
    static String get(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
