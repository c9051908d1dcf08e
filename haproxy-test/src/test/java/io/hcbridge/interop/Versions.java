/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

/** The versions for which the rows of the report are valid. */
final class Versions {
    private static final String HEALTH = "github.com/wisdom-oss/go-healthcheck";
    private static final String GRPC = "google.golang.org/grpc";
    private static final String COMMAND = "github.com/vaitekunas/unixsock";

    private Versions() {}

    static String goHealth() {
        return of("health", HEALTH);
    }

    static String goCommand() {
        return of("command", COMMAND);
    }

    static String goGrpc() {
        return of("grpc", GRPC);
    }

    static String wine() {
        return "Wine " + Wine.version();
    }

    private static String of(String program, String module) {
        return "go" + GoCompiler.version() + ", " + module.substring(module.lastIndexOf('/') + 1) + " "
                + GoCompiler.moduleVersion(program, module);
    }
}
