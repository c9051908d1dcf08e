/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** The bridge's metrics page, as Prometheus scrapes it. */
public record MetricsPage(URI uri) {
    private static final int LIMIT_MILLIS = 5000;

    /** Returns the whole page. */
    public String text() {
        try {
            HttpURLConnection connection = open(uri);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns one sample; empty if the page does not have it.
     *
     * @param series name and labels, as on the page
     */
    public OptionalDouble sample(String series) {
        return text().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    /**
     * Returns the sum of all samples of a metric.
     *
     * @param name name of the metric, without labels
     */
    public double sum(String name) {
        return text().lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Returns the current verdict of a target; {@code unknown} before the first reply. */
    public String verdict(String target) {
        String start = "hcbridge_target_verdict{target=\"" + target + "\",verdict=\"";
        return text().lines()
                .filter(line -> line.startsWith(start) && line.matches(".*} 1(\\.0)?"))
                .map(line -> line.substring(start.length(), line.indexOf('"', start.length())))
                .findFirst()
                .orElse("unknown");
    }

    boolean isReady() {
        try {
            return open(uri.resolve("/readyz")).getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        return connection;
    }
}
