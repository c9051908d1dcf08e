/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what would stop the start of the bridge on this host for this user, although all values are valid: addresses, paths of sockets and
 * the state file. What a running bridge uses itself is no error.
 */
final class StartChecks {
    private static final String IN_USE = "address already in use";

    private final KeyValues values;
    private final ConfigErrors errors;
    private final Function<Path, Optional<String>> stateFileProblem;

    StartChecks(KeyValues values, ConfigErrors errors, Function<Path, Optional<String>> stateFileProblem) {
        this.values = values;
        this.errors = errors;
        this.stateFileProblem = stateFileProblem;
    }

    /** May block, because it looks up names of hosts. */
    void run() {
        values.sourcedOrDefault(BridgeKeys.LISTEN).forEach(listen -> check(listen.value(), listen.place()));
        values.sourcedOrDefault(BridgeKeys.METRICS)
                .forEach(listen -> listen.value().ifPresent(tcp -> check(tcp, listen.place())));
        values.sourced(BridgeKeys.ADMIN_SOCKET).forEach(socket -> add(socket.place(), problem(socket.value())));
        Path standby = values.get(BridgeKeys.GROUP_DIRECTORY);
        values.sourced(BridgeKeys.GROUP_NAME).forEach(name -> add(name.place(), directoryProblem(standby)));
        PushChecks.group(values)
                .ifPresent(group -> add(
                        values.sourcedOrDefault(BridgeKeys.PUSH_DIRECTORY)
                                .get(0)
                                .place(),
                        problem(group.socket())));
        values.sourced(BridgeKeys.STATE_FILE).forEach(file -> add(file.place(), stateFileProblem.apply(file.value())));
    }

    private void check(ListenAddress address, Place place) {
        add(place, address instanceof UnixAddress unix ? problem(unix.path()) : problem((TcpAddress) address));
    }

    private void add(Place place, Optional<String> problem) {
        problem.ifPresent(text -> errors.add(place, text));
    }

    /** Binds the address without listening on it. */
    private static Optional<String> problem(TcpAddress address) {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.bind(new InetSocketAddress(address.host(), address.port()));
            return Optional.empty();
        } catch (UnresolvedAddressException e) {
            return Optional.of("cannot listen on " + address + ": the name cannot be resolved");
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).startsWith(IN_USE)
                    ? Optional.empty()
                    : Optional.of(ListenErrors.describe(address, e));
        }
    }

    private static Optional<String> problem(Path socket) {
        Optional<String> problem =
                directoryProblem(Optional.ofNullable(socket.getParent()).orElse(socket));
        if (problem.isPresent()) {
            return problem;
        }
        return isOtherFile(socket)
                ? Optional.of(socket + " exists and is not a socket; choose another path")
                : Optional.empty();
    }

    private static Optional<String> directoryProblem(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.of("the directory " + directory + " does not exist; create it");
        }
        return Files.isWritable(directory)
                ? Optional.empty()
                : Optional.of("this user may not write to the directory " + directory);
    }

    private static boolean isOtherFile(Path socket) {
        try {
            return !Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        } catch (IOException missing) {
            return false;
        }
    }
}
