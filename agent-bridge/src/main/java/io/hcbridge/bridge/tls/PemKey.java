/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Reads a private key in PEM form: PKCS#8 and the older forms for RSA and EC, unencrypted. */
final class PemKey {
    private static final Pattern KEY = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----");
    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED");

    private PemKey() {}

    /**
     * Reads the private key and combines it with its certificate chain.
     *
     * @param certificate the first certificate of {@code chainPem}
     * @throws IOException if the text has no usable key, or the key does not belong to {@code certificate}; the message has the reason
     */
    static KeyManagerFactory read(String keyPem, String chainPem, X509Certificate certificate) throws IOException {
        if (ENCRYPTED.matcher(keyPem).find()) {
            throw new IOException("the private key is encrypted; store it without a passphrase");
        }
        if (!KEY.matcher(keyPem).find()) {
            throw new IOException("no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
        }
        KeyManagerFactory keys = parse(keyPem, chainPem);
        if (!isPair(keys, certificate.getPublicKey())) {
            throw new IOException("not the private key of the certificate (serial "
                    + certificate.getSerialNumber().toString(16) + ")");
        }
        return keys;
    }

    private static KeyManagerFactory parse(String keyPem, String chainPem) throws IOException {
        try {
            // A Vert.x instance is needed only to read files, not for texts.
            return new PemKeyCertOptions()
                    .addKeyValue(Buffer.buffer(keyPem))
                    .addCertValue(Buffer.buffer(chainPem))
                    .getKeyManagerFactory(null);
        } catch (Exception e) {
            throw new IOException("the private key cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isPair(KeyManagerFactory keys, PublicKey key) throws IOException {
        for (KeyManager manager : keys.getKeyManagers()) {
            if (manager instanceof X509KeyManager pairs) {
                String[] aliases = pairs.getServerAliases(key.getAlgorithm(), null);
                if (aliases != null && aliases.length == 1) {
                    return isPair(pairs.getPrivateKey(aliases[0]), key);
                }
            }
        }
        return false;
    }

    /** Returns whether the keys are a pair: the public key must verify a signature of the private key. */
    private static boolean isPair(PrivateKey privateKey, PublicKey publicKey) throws IOException {
        byte[] signed = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(
                    privateKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(privateKey);
            signature.update(signed);
            byte[] bytes = signature.sign();
            signature.initVerify(publicKey);
            signature.update(signed);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException("the private key cannot be used: " + e.getMessage(), e);
        }
    }
}
