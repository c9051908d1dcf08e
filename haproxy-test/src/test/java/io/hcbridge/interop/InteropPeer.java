/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

/** The other side of an interoperability test, which may not be on this machine. */
enum InteropPeer {
    GO("the Go programs"),
    WINE("Windows"),
    NGINX("nginx"),
    REDIS("Redis");

    private final String title;

    InteropPeer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Why it cannot be had here; empty if it can. */
    String obstacle() {
        return switch (this) {
            case GO -> GoCompiler.obstacle();
            case WINE -> Wine.obstacle();
            case NGINX -> DebianServer.NGINX.obstacle();
            case REDIS -> DebianServer.REDIS.obstacle();
        };
    }
}
