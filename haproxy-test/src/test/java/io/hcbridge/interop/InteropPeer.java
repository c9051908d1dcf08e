/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

/** A program that an interoperability test needs. It may not be installed on this machine. */
enum InteropPeer {
    GO("the Go programs"),
    GO_GROUP("the Go module of groups"),
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

    /** Returns whether it must be there with {@code CI=true}. Not every proxy of Go modules serves the module of groups. */
    boolean isRequired() {
        return this != GO_GROUP;
    }

    /** Returns why the program is not available; empty if it is available. */
    String obstacle() {
        return switch (this) {
            case GO -> GoCompiler.obstacle();
            case GO_GROUP -> GoCompiler.obstacle("group");
            case WINE -> Wine.obstacle();
            case NGINX -> DebianServer.NGINX.obstacle();
            case REDIS -> DebianServer.REDIS.obstacle();
        };
    }
}
