/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports names that appear in watched directories or vanish from them. If the system has no watches left, further directories are not
 * watched, and one log line says so. Belongs to one thread, except {@link #close}.
 */
final class DirectoryWatch implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    /** Maximum number of watched directories. */
    private static final int MAX = 20_000;
    /** Time during which the events after the first one are collected. */
    private static final long COLLECT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Maximum wait without a watch service, which a {@link #close} does not end. */
    private static final Duration NAP = Duration.ofSeconds(1);

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean isExhausted;

    private DirectoryWatch(@Nullable WatchService service) {
        this.service = service;
    }

    static DirectoryWatch open() {
        try {
            return new DirectoryWatch(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            LOG.warn("discovery: no events ({}); services are found only by the regular scan", e.getMessage());
            return none();
        }
    }

    /** Returns a watch without directories. */
    static DirectoryWatch none() {
        return new DirectoryWatch(null);
    }

    /**
     * Events of one turn.
     *
     * @param names paths that appeared or vanished
     * @param isIncomplete whether there were further events, which are lost
     */
    record Events(Set<Path> names, boolean isIncomplete) {}

    /** Watches a directory, unless it is watched already. */
    void add(Path directory) {
        if (service == null || keys.containsKey(directory)) {
            return;
        }
        if (keys.size() >= MAX) {
            exhausted("at most " + MAX + " directories are watched");
            return;
        }
        try {
            keys.put(
                    directory,
                    directory.register(
                            service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It has vanished, or is not a directory.
        } catch (IOException e) {
            exhausted("cannot watch " + directory + ": " + e.getMessage());
        }
    }

    /** Watches a directory anew, because another one may have its name now. */
    void renew(Path directory) {
        remove(directory);
        add(directory);
    }

    /** Ends the watch of a directory. Needed if another directory may have its name now. */
    void remove(Path directory) {
        WatchKey key = keys.remove(directory);
        if (key != null) {
            key.cancel();
        }
    }

    /**
     * Waits for events.
     *
     * @return without names if there was no event in this time
     * @throws ClosedWatchServiceException after {@link #close}
     */
    Events await(Duration atMost) throws InterruptedException {
        Set<Path> names = new LinkedHashSet<>();
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(Math.min(atMost.toNanos(), NAP.toNanos()));
            return new Events(names, false);
        }
        boolean isIncomplete = false;
        WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        long end = System.nanoTime() + COLLECT_NANOS;
        while (key != null) {
            isIncomplete |= read(key, names);
            long left = end - System.nanoTime();
            key = left > 0 ? service.poll(left, TimeUnit.NANOSECONDS) : null;
        }
        return new Events(names, isIncomplete);
    }

    /** Reads the events of a directory and returns whether some are lost. */
    private boolean read(WatchKey key, Set<Path> names) {
        Path directory = (Path) key.watchable();
        boolean isIncomplete = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            @Nullable Object name = event.context();
            if (name instanceof Path path) {
                names.add(directory.resolve(path));
            } else {
                isIncomplete = true;
            }
        }
        if (!key.reset()) {
            keys.remove(directory, key);
        }
        return isIncomplete;
    }

    private void exhausted(String why) {
        if (!isExhausted) {
            isExhausted = true;
            LOG.warn("discovery: {}; services in further directories are found only by the regular scan", why);
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
