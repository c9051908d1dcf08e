/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.function.Supplier;

/** The other side of an interoperability test, which may not be on this machine. */
enum Peer {
    GO("the Go programs", GoCompiler::obstacle),
    WINE("Windows", Wine::obstacle);

    private final String title;
    private final Supplier<String> obstacle;

    Peer(String title, Supplier<String> obstacle) {
        this.title = title;
        this.obstacle = obstacle;
    }

    String title() {
        return title;
    }

    /** Why it cannot be had here; empty if it can. */
    String obstacle() {
        return obstacle.get();
    }
}
