/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The status of a request through HAProxy. */
final class HttpStatus {
    private static final int LIMIT_MILLIS = 5000;

    private HttpStatus() {}

    /** Sends one GET on a new connection and returns the status. */
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
