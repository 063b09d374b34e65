package org.campaignstatus.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that are made for one test, by the JDK's own keytool. */
public final class Certificates {

    /** The password of every store. */
    public static final String PASSWORD = "open-sesame";

    private final Path all;

    private Certificates(Path all) {
        this.all = all;
    }

    /** @param folder a folder that has no key store yet */
    public static Certificates in(Path folder) {
        return new Certificates(folder.resolve("all.p12"));
    }

    /** Makes a certificate that can issue others. */
    public Certificates root(String name) {
        return keytool(name, "-ext", "bc:c");
    }

    /** Makes a certificate of 127.0.0.1 that a root has issued. */
    public Certificates issued(String name, String root, String... more) {
        List<String> options = new ArrayList<>(List.of("-signer", root));
        options.addAll(List.of(more));
        if (!options.contains("-ext")) {
            options.addAll(List.of("-ext", "san=ip:127.0.0.1"));
        }
        return keytool(name, options.toArray(String[]::new));
    }

    /** Makes a certificate of 127.0.0.1 that it has issued itself. */
    public Certificates selfSigned(String name) {
        return keytool(name, "-ext", "san=ip:127.0.0.1");
    }

    /** @return the list, signed by a root, of the certificates that it has revoked */
    public byte[] revoked(String root, String... names) throws GeneralSecurityException, IOException {
        KeyStore from = KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray());
        List<String> options = new ArrayList<>();
        for (String name : names) {
            X509Certificate certificate = (X509Certificate) from.getCertificate(name);
            options.addAll(List.of("-id", certificate.getSerialNumber().toString()));
        }
        Path file = all.resolveSibling(root + ".crl");
        options.addAll(List.of("-gencrl", "-alias", root, "-file", file.toString()));
        run(options);
        return Files.readAllBytes(file);
    }

    private Certificates keytool(String name, String... options) {
        List<String> command =
                new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name));
        command.addAll(List.of(options));
        run(command);
        return this;
    }

    private void run(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(options);
        command.addAll(List.of("-keystore", all.toString(), "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return a store with one key and its certificate */
    public KeyStore keys(String name) throws GeneralSecurityException, IOException {
        KeyStore from = KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray());
        KeyStore store = empty();
        Certificate[] chain = from.getCertificateChain(name);
        store.setKeyEntry(
                name, from.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(), new Certificate[] {chain[0]});
        return store;
    }

    /** @return a store with certificates to trust */
    public KeyStore trusting(String... names) throws GeneralSecurityException, IOException {
        KeyStore from = KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray());
        KeyStore store = empty();
        for (String name : names) {
            store.setCertificateEntry(name, from.getCertificate(name));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** @return the TLS of a receiver with that certificate, which trusts clients of that root */
    public SSLContext receiver(String name, String clients) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keys(name), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusting(clients));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    /** Writes a store in place, as an operator does who copies a new one over it. */
    public static Path write(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
