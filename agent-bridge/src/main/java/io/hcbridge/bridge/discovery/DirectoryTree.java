/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.DiscoverConfig;
import io.hcbridge.protocol.health.SocketName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of some rules, with the services in them. Watches each parent directory and each directory that a rule matches. Belongs to
 * one thread at a time, except {@link #await} and {@link #close}.
 */
final class DirectoryTree implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryTree.class);

    private final List<DiscoverConfig> rules;
    private final List<DirectoryScanner> scanners;
    private final DirectoryWatch watch;
    /** The services of each rule by the names of their directories. */
    private List<SortedMap<String, DiscoveredService>> found = new ArrayList<>();

    DirectoryTree(List<DiscoverConfig> rules, long ownUid) {
        this.rules = List.copyOf(rules);
        this.scanners =
                rules.stream().map(rule -> new DirectoryScanner(rule, ownUid)).toList();
        this.watch = rules.isEmpty() ? DirectoryWatch.none() : DirectoryWatch.open();
        rules.forEach(rule -> found.add(new TreeMap<>()));
    }

    List<DiscoverConfig> rules() {
        return rules;
    }

    /** Waits for events; see {@link DirectoryWatch#await}. */
    DirectoryWatch.Events await(Duration atMost) throws InterruptedException {
        return watch.await(atMost);
    }

    /**
     * Looks at all directories.
     *
     * @throws IOException if a parent directory cannot be read or is not trusted. Then nothing has changed
     */
    void scan() throws IOException {
        List<SortedMap<String, DiscoveredService>> next = new ArrayList<>();
        for (int i = 0; i < scanners.size(); i++) {
            DirectoryScanner scanner = scanners.get(i);
            // Watched before it is read. Otherwise a service that appears in between would be found late.
            watch.renew(scanner.parent());
            SortedMap<String, DiscoveredService> services = new TreeMap<>();
            for (String entry : scanner.entries()) {
                look(i, entry).ifPresent(service -> services.put(entry, service));
            }
            next.add(services);
        }
        found = next;
    }

    /** Looks at the directories that events name. Their watches are renewed, because another directory may have the name now. */
    void update(Set<Path> names) throws IOException {
        Map<Path, Set<Integer>> changed = new HashMap<>();
        for (int i = 0; i < scanners.size(); i++) {
            Path parent = scanners.get(i).parent();
            for (Path name : names) {
                Optional<Path> directory = directory(parent, name);
                if (directory.isPresent()
                        && scanners.get(i).matches(directory.get().getFileName().toString())) {
                    changed.computeIfAbsent(directory.get(), path -> new TreeSet<>())
                            .add(i);
                }
            }
        }
        names.stream().filter(changed::containsKey).forEach(watch::remove);
        changed.forEach((directory, indexes) ->
                indexes.forEach(i -> update(i, directory.getFileName().toString())));
    }

    /** Returns all services, in the order of the rules. */
    List<DiscoveredService> services() {
        List<DiscoveredService> services = new ArrayList<>();
        found.forEach(ofRule -> services.addAll(ofRule.values()));
        return services;
    }

    /** Returns the directory below {@code parent} that an event concerns: itself, or its {@code .hc-socket}. */
    private static Optional<Path> directory(Path parent, Path name) {
        Path within = name.getParent();
        if (within == null || within.equals(parent)) {
            return Optional.ofNullable(within).map(present -> name);
        }
        Path above = within.getParent();
        boolean isSocketFile = above != null && above.equals(parent) && name.endsWith(SocketName.FILE_NAME);
        return isSocketFile ? Optional.of(within) : Optional.empty();
    }

    private void update(int rule, String entry) {
        Optional<DiscoveredService> service = look(rule, entry);
        if (service.isPresent()) {
            found.get(rule).put(entry, service.get());
        } else {
            found.get(rule).remove(entry);
        }
    }

    /** Watches a directory and looks for its service. If that fails, the last finding stays. */
    private Optional<DiscoveredService> look(int rule, String entry) {
        watch.add(scanners.get(rule).parent().resolve(entry));
        try {
            return scanners.get(rule).find(entry);
        } catch (IOException e) {
            LOG.debug("discovery: {}", e.getMessage());
            return Optional.ofNullable(found.get(rule).get(entry));
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            LOG.warn("discovery: cannot end the watches: {}", e.getMessage());
        }
    }
}
