/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.vertx.core.http.HttpVersion;
import java.util.List;

/** The HTTP versions of a probe. */
enum HttpProtocol {
    /** HTTP/2 if a TLS server offers it, otherwise HTTP/1.1. */
    AUTO("auto"),
    HTTP_1_1("1.1"),
    /** HTTP/2; without TLS by prior knowledge. */
    HTTP_2("2");

    private final String text;

    HttpProtocol(String text) {
        this.text = text;
    }

    static HttpProtocol parse(String text) {
        for (HttpProtocol each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("'" + text + "' must be one of auto, 1.1, 2");
    }

    /** Returns the versions to offer, the preferred one first. */
    List<HttpVersion> versions(boolean isTls) {
        return switch (this) {
            case AUTO -> isTls ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1) : List.of(HttpVersion.HTTP_1_1);
            case HTTP_1_1 -> List.of(HttpVersion.HTTP_1_1);
            case HTTP_2 -> List.of(HttpVersion.HTTP_2);
        };
    }
}
