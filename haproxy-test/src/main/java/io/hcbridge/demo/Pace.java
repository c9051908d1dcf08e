/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import java.time.Duration;

/** How long a scene stays before the next one begins. */
enum Pace {
    /** As fast as HAProxy takes notice. */
    UNATTENDED(Duration.ZERO),
    /** Long enough to be read. */
    WATCHED(Duration.ofSeconds(4));

    private final Duration scene;

    Pace(Duration scene) {
        this.scene = scene;
    }

    Duration scene() {
        return scene;
    }
}
