/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import org.jspecify.annotations.Nullable;

/**
 * The shutdown hook for SIGTERM and SIGINT. The process exits with the command's own exit code; the JVM would exit with 143. The hook is
 * installed before the classes of the daemon are loaded. A signal during the start therefore ends the daemon in the same way.
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

    /** Sets the task that runs before the process exits. */
    static void setCleanUp(Runnable newCleanUp) {
        cleanUp = newCleanUp;
    }

    /** Sets the exit code and returns it. */
    static int setExitCode(int code) {
        exit = code;
        return code;
    }

    /** Runs the clean-up and ends the process, even if the clean-up fails. */
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
