/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.tls.ClientTlsMaterial;
import io.hcbridge.bridge.tls.TlsFileException;
import io.vertx.core.net.ClientSSLOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The TLS settings of a probe: how it verifies the server, and the certificate of the bridge.
 *
 * @param ca PEM file with the trusted authorities; they replace those of the system
 * @param certificate PEM file with the certificate of the bridge; requires {@code key}
 * @param key PEM file with the private key of the certificate
 * @param isInsecure whether every certificate is accepted
 */
public record ClientTls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, boolean isInsecure) {
    private static final ConfigKey<Path> CA = ConfigKey.one(
            "tls.ca",
            ValueParsers::absolutePath,
            Default.none("Java's authorities"),
            "PEM file with the authorities that may sign the server's certificate; read at the start");
    private static final ConfigKey<Path> CERTIFICATE = ConfigKey.one(
            "tls.certificate",
            ValueParsers::absolutePath,
            Default.none("none"),
            "PEM file with the bridge's client certificate; read at the start");
    private static final ConfigKey<Path> KEY = ConfigKey.one(
            "tls.key",
            ValueParsers::absolutePath,
            Default.none("none"),
            "PEM file with the private key of `tls.certificate`");
    private static final ConfigKey<Boolean> INSECURE = ConfigKey.one(
            "tls.insecure",
            ValueParsers::bool,
            Default.value("false"),
            "`true` accepts every certificate; the bridge logs a warning at the start");

    /** The keys of a kind of probe that supports TLS. */
    public static final List<ConfigKey<?>> KEYS = List.of(CA, CERTIFICATE, KEY, INSECURE);

    /**
     * Checks the values, but no file: the configuration may be read on another host.
     *
     * @throws IllegalArgumentException if the values contradict each other
     */
    public ClientTls {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("tls.certificate and tls.key must be set together");
        }
        if (isInsecure && ca.isPresent()) {
            throw new IllegalArgumentException("tls.ca has no effect with tls.insecure");
        }
    }

    public static ClientTls read(KeyValues values) {
        return new ClientTls(values.find(CA), values.find(CERTIFICATE), values.find(KEY), values.get(INSECURE));
    }

    /** Rejects TLS keys that have no effect because the probe uses no TLS. */
    public static void requireUnset(KeyValues values, String why) {
        for (ConfigKey<?> each : KEYS) {
            if (values.isSet(each)) {
                throw new IllegalArgumentException(each.name() + " has no effect " + why);
            }
        }
    }

    /** What is wrong with the files, each with its key. */
    public List<String> hostProblems() {
        try {
            load();
            return List.of();
        } catch (TlsFileException e) {
            return e.problems().stream()
                    .map(problem -> keyOf(problem.file()) + ": " + problem)
                    .toList();
        }
    }

    /**
     * Reads the files for a Vert.x client; the name of the server is verified unless this is insecure.
     *
     * @throws UncheckedIOException if a file has got a problem since {@link #hostProblems}
     */
    public ClientSSLOptions options() {
        ClientSSLOptions options = new ClientSSLOptions();
        options.setTrustAll(isInsecure).setHostnameVerificationAlgorithm(isInsecure ? "" : "HTTPS");
        try {
            load().applyTo(options);
        } catch (TlsFileException e) {
            throw new UncheckedIOException(e);
        }
        return options;
    }

    private ClientTlsMaterial load() throws TlsFileException {
        return ClientTlsMaterial.load(ca, certificate, key);
    }

    private String keyOf(Path file) {
        if (ca.equals(Optional.of(file))) {
            return CA.name();
        }
        return certificate.equals(Optional.of(file)) ? CERTIFICATE.name() : KEY.name();
    }
}
