/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** What a request through HAProxy comes back with. */
final class HttpStatus {
    private static final int LIMIT_MILLIS = 5000;

    private HttpStatus() {}

    /** The status of one GET on a connection of its own. */
    static int of(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setRequestProperty("Connection", "close");
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
