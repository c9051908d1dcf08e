/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import org.jspecify.annotations.Nullable;

/**
 * What SIGTERM and SIGINT do: the process ends with the command's own exit code, where the JVM's would be 143. Installed before the daemon's
 * classes are loaded, so that a signal during the start ends it well, too.
 */
final class StopHook extends Thread {
    private static volatile @Nullable Runnable cleanUp;
    private static volatile int exit = ExitCode.SUCCESS;

    private StopHook() {
        super("stop");
    }

    static void install() {
        Runtime.getRuntime().addShutdownHook(new StopHook());
    }

    /** Sets what is done before the end. */
    static void cleanUpBy(Runnable newCleanUp) {
        cleanUp = newCleanUp;
    }

    /** Sets the exit code, and returns it. */
    static int exitWith(int code) {
        exit = code;
        return code;
    }

    /** Whatever fails on the way, the process ends. */
    @Override
    public void run() {
        try {
            Runnable current = cleanUp;
            if (current != null) {
                current.run();
            }
        } finally {
            Runtime.getRuntime().halt(exit);
        }
    }
}
