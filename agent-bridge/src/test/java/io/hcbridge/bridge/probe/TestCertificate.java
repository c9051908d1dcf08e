/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for a name.
 *
 * @param store PKCS 12, with {@link #PASSWORD} and {@link #ALIAS}
 * @param authority PEM file of the certificate that signed it, which may be itself
 * @param certificate PEM
 * @param key PEM
 */
public record TestCertificate(Path store, Path authority, Path certificate, Path key) {
    public static final String PASSWORD = "secret";
    public static final String ALIAS = "server";

    private static final String AUTHORITY = "authority";

    /** Makes one that signs itself, from {@code start} on, like {@code -10d}, for some days. */
    public static TestCertificate make(Path directory, String name, String start, int days) throws Exception {
        Path store = directory.resolve(name + ".p12");
        generate(store, ALIAS, name, start, days, List.of("-ext", "BC=ca:true"));
        return export(store, directory, name, ALIAS);
    }

    /** Makes one that a valid authority has signed. */
    public static TestCertificate makeSigned(Path directory, String name, String start, int days) throws Exception {
        Path store = directory.resolve(name + ".p12");
        generate(store, AUTHORITY, "ca", "-20d", 100, List.of("-ext", "BC=ca:true"));
        generate(store, ALIAS, name, start, days, List.of("-signer", AUTHORITY));
        return export(store, directory, name, AUTHORITY);
    }

    private static void generate(Path store, String alias, String name, String start, int days, List<String> further)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-startdate",
                start,
                "-validity",
                Integer.toString(days)));
        command.addAll(further);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private static TestCertificate export(Path store, Path directory, String name, String signer)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path authority = directory.resolve(name + "-ca.crt");
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        Files.writeString(
                authority, pem("CERTIFICATE", keys.getCertificate(signer).getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        return new TestCertificate(store, authority, certificate, key);
    }

    private static String pem(String type, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
