/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.DiscoverConfig;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.probe.health.DiscoveredProbeConfig;
import io.hcbridge.ipc.internal.client.SocketFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the services of one rule. Blocks. */
final class DirectoryScanner {
    /** Maximum number of entries of the parent directory that match the rule. */
    static final int MAX_ENTRIES = 100_000;

    private static final int WRITABLE_BY_OTHERS = 02;
    private static final int PERMISSIONS = 07777;
    private static final int TYPE_MASK = 0170000;
    private static final int DIRECTORY_TYPE = 0040000;
    private static final int LINK_TYPE = 0120000;

    private final DiscoverConfig rule;
    private final long ownUid;

    /** @param ownUid uid of the bridge's user */
    DirectoryScanner(DiscoverConfig rule, long ownUid) {
        this.rule = rule;
        this.ownUid = ownUid;
    }

    Path parent() {
        return rule.directories().parent();
    }

    /** Returns whether an entry of the parent directory can be the directory of a service, by its name. */
    boolean matches(String entry) {
        return rule.target(entry).isPresent();
    }

    /**
     * Returns the names of all entries that match, in alphabetical order.
     *
     * @throws IOException if the parent directory cannot be read or is not trusted; the message names it
     */
    SortedSet<String> entries() throws IOException {
        requireTrustedParent();
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (matches(name)) {
                    names.add(name);
                }
                if (names.size() > MAX_ENTRIES) {
                    throw new IOException(parent() + " has more than " + MAX_ENTRIES + " entries that match");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException("cannot read " + parent() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(describe(e), e);
        }
        return names;
    }

    /**
     * Looks for the service in one directory.
     *
     * @param entry name that {@link #matches}
     * @return empty if there is no service, or if its {@code .hc-socket} is not trusted
     * @throws IOException if it cannot be determined
     */
    Optional<DiscoveredService> find(String entry) throws IOException {
        Path directory = rule.directory(entry);
        try {
            if ((status(directory).mode & TYPE_MASK) != DIRECTORY_TYPE) {
                return Optional.empty();
            }
            DiscoveredProbeConfig probe = rule.probe().in(directory);
            probe.socketFile().requireTrusted();
            TargetConfig target = rule.target(entry).orElseThrow();
            return Optional.of(new DiscoveredService(target, directory, rule.forgetAfter()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (SocketFileException e) {
            return switch (e.kind()) {
                case MISSING_DIRECTORY, MISSING, UNTRUSTED, BLANK, CHANGING, INVALID -> Optional.empty();
                case UNREADABLE, OUT_OF_RESOURCES -> throw e;
            };
        }
    }

    private void requireTrustedParent() throws IOException {
        Status status;
        try {
            status = status(parent());
        } catch (IOException e) {
            throw new IOException(describe(e), e);
        }
        int type = status.mode & TYPE_MASK;
        if (type == LINK_TYPE) {
            throw new IOException(parent() + " must not be a symbolic link");
        }
        if (type != DIRECTORY_TYPE) {
            throw new IOException(parent() + " must be a directory");
        }
        if (status.uid != 0 && status.uid != ownUid) {
            throw new IOException(parent() + " must belong to root" + (ownUid == 0 ? "" : " or uid " + ownUid)
                    + ", not to uid " + status.uid);
        }
        if ((status.mode & WRITABLE_BY_OTHERS) != 0) {
            throw new IOException(String.format(
                    "%s must not be writable by others (mode %04o)", parent(), status.mode & PERMISSIONS));
        }
    }

    private String describe(IOException e) {
        if (e instanceof NoSuchFileException) {
            return parent() + " does not exist";
        }
        if (e instanceof NotDirectoryException) {
            return parent() + " must be a directory";
        }
        String text = String.valueOf(e.getMessage());
        return text.startsWith(parent().toString()) ? text : "cannot read " + parent() + ": " + text;
    }

    private record Status(long uid, int mode) {}

    private static Status status(Path path) throws IOException {
        Map<String, Object> facts = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return new Status(Integer.toUnsignedLong(number(facts, "uid")), number(facts, "mode"));
    }

    private static int number(Map<String, Object> facts, String name) {
        return (Integer) Objects.requireNonNull(facts.get(name));
    }
}
