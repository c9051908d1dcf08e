/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.util.List;
import java.util.function.Supplier;

/**
 * Detects changes of files. A change is reported when two consecutive looks have found the same version, because a certificate and its key
 * are replaced one after the other. Belongs to one thread at a time.
 */
final class FileWatch {
    private final Supplier<List<FileStamp>> stamps;
    private final Runnable onChange;
    private List<FileStamp> reported;
    private List<FileStamp> seen;

    /** @param onChange called once for each change */
    FileWatch(Supplier<List<FileStamp>> stamps, Runnable onChange) {
        this.stamps = stamps;
        this.onChange = onChange;
        this.reported = stamps.get();
        this.seen = reported;
    }

    void look() {
        List<FileStamp> now = stamps.get();
        boolean isSettled = now.equals(seen);
        seen = now;
        if (isSettled && !now.equals(reported)) {
            reported = now;
            onChange.run();
        }
    }
}
