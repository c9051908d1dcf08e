/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.tls.TlsConfig;
import io.hcbridge.bridge.tls.TlsFileException;
import io.hcbridge.bridge.tls.TlsFileException.Problem;
import io.hcbridge.bridge.tls.TlsMaterial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks the keys of {@code agent.tls} and the files that they name. */
final class TlsChecks {
    private static final List<ConfigKey<Path>> FILES =
            List.of(BridgeKeys.TLS_CERTIFICATE, BridgeKeys.TLS_KEY, BridgeKeys.TLS_CLIENT_CA);

    private final KeyValues values;
    private final ConfigErrors errors;

    TlsChecks(KeyValues values, ConfigErrors errors) {
        this.values = values;
        this.errors = errors;
    }

    /** Checks that either all keys of TLS are set or none, and that there is a TCP address. */
    void checkKeys() {
        List<ConfigKey<?>> keys = List.of(
                BridgeKeys.TLS_CERTIFICATE, BridgeKeys.TLS_KEY, BridgeKeys.TLS_CLIENT_CA, BridgeKeys.TLS_CLIENT_NAMES);
        Optional<Place> first =
                keys.stream().flatMap(key -> place(key).stream()).findFirst();
        if (first.isEmpty()) {
            return;
        }
        for (ConfigKey<?> key : keys) {
            if (!values.isSet(key)) {
                errors.add(first.get(), "needs " + key.name());
            }
        }
        boolean hasTcp = values.sourcedOrDefault(BridgeKeys.LISTEN).stream()
                .anyMatch(address -> address.value() instanceof TcpAddress);
        if (!hasTcp) {
            errors.add(first.get(), "has no effect: agent.listen has only unix sockets, and unix sockets have no TLS");
        }
    }

    private Optional<Place> place(ConfigKey<?> key) {
        return values.sourced(key).stream().map(Sourced::place).findFirst();
    }

    /** Returns the TLS configuration; empty if it is not complete. */
    Optional<TlsConfig> config() {
        List<String> names = values.list(BridgeKeys.TLS_CLIENT_NAMES);
        if (names.isEmpty()
                || !FILES.stream().allMatch(file -> values.find(file).isPresent())) {
            return Optional.empty();
        }
        return Optional.of(new TlsConfig(
                values.get(BridgeKeys.TLS_CERTIFICATE),
                values.get(BridgeKeys.TLS_KEY),
                values.get(BridgeKeys.TLS_CLIENT_CA),
                names));
    }

    /** Reads the files and adds their errors. Returns warnings about usable files. */
    List<String> checkFiles() {
        try {
            if (config().isPresent()) {
                return TlsMaterial.load(config().get()).warnings().stream()
                        .map(warning -> place(warning.file()).text() + ": warning: " + warning)
                        .toList();
            }
        } catch (TlsFileException e) {
            for (Problem problem : e.problems()) {
                errors.add(place(problem.file()), problem.toString());
            }
        }
        return List.of();
    }

    private Place place(Path file) {
        return FILES.stream()
                .flatMap(key -> values.sourced(key).stream())
                .filter(path -> path.value().equals(file))
                .map(Sourced::place)
                .findFirst()
                .orElseGet(() -> Place.nowhere("agent.tls"));
    }
}
