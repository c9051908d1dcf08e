/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import java.time.Duration;

/** The time between two scenes. */
enum Pace {
    /** The next scene begins as soon as HAProxy has reacted. */
    UNATTENDED(Duration.ZERO),
    /** Long enough to read the table. */
    WATCHED(Duration.ofSeconds(4));

    private final Duration scene;

    Pace(Duration scene) {
        this.scene = scene;
    }

    Duration scene() {
        return scene;
    }
}
