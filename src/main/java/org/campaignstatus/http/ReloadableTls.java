package org.campaignstatus.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.lang3.function.FailableBiPredicate;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ReloadableFile;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/**
 * TLS with trust and key stores from files. A changed store takes effect with the next request; a broken one is rejected,
 * and the last good one stays in force. Thread-safe.
 */
public final class ReloadableTls {

    /**
     * TLS of one version of the stores. Connections that were opened under another one are not used again.
     *
     * @param trusted null for those of the Java installation
     * @param own null for none
     */
    record Version(TrustManager[] trusted, KeyManager[] own, SSLContext context) {

        static Version of(TrustManager[] trusted, KeyManager[] own) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(own, trusted, null);
                return new Version(trusted, own, context);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean isOf(TrustManager[] trustedNow, KeyManager[] ownNow) {
            return trusted == trustedNow && own == ownNow;
        }
    }

    private final Optional<ReloadableFile<TrustManager[]>> trusted;
    private final Optional<ReloadableFile<KeyManager[]>> own;
    private volatile Version current;

    private ReloadableTls(Settings settings) {
        this.trusted = settings.get(SettingKeys.TRUST_STORE)
                .map(store -> new ReloadableFile<>(store, file -> trusted(settings, file)));
        this.own = settings.get(SettingKeys.KEY_STORE)
                .map(store -> new ReloadableFile<>(store, file -> own(settings, file)));
        this.current = Version.of(inForce(trusted), inForce(own));
    }

    /**
     * @return TLS from the stores that the settings name; empty if they name none
     * @throws InvalidSettingException if a store cannot be used; the message says why in one line
     */
    public static Optional<ReloadableTls> of(Settings settings) {
        boolean any = settings.get(SettingKeys.TRUST_STORE).isPresent()
                || settings.get(SettingKeys.KEY_STORE).isPresent();
        return any ? Optional.of(new ReloadableTls(settings)) : Optional.empty();
    }

    private static <T> T inForce(Optional<ReloadableFile<T>> store) {
        return store.map(ReloadableFile::get).orElse(null);
    }

    /** @return why a store is not in force as it is now, in one line; empty if all are */
    public Optional<String> rejection() {
        return trusted.flatMap(ReloadableFile::rejection).or(() -> own.flatMap(ReloadableFile::rejection));
    }

    private static TrustManager[] trusted(Settings settings, Path file) throws Exception {
        KeyStore store = read(
                SettingKeys.TRUST_STORE,
                file,
                settings.get(SettingKeys.TRUST_STORE_PASSWORD),
                KeyStore::isCertificateEntry);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] own(Settings settings, Path file) throws Exception {
        Secret<String> password = settings.get(SettingKeys.KEY_STORE_PASSWORD);
        KeyStore store = read(SettingKeys.KEY_STORE, file, password, KeyStore::isKeyEntry);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        try {
            factory.init(store, password.get().toCharArray());
        } catch (GeneralSecurityException e) {
            throw unusable(SettingKeys.KEY_STORE, file);
        }
        return factory.getKeyManagers();
    }

    private static KeyStore read(
            Setting<?> key,
            Path file,
            Secret<String> password,
            FailableBiPredicate<KeyStore, String, KeyStoreException> isUseful)
            throws IOException {
        // fails with a clear exception if the file is missing or unreadable, which a key store does not
        Files.newInputStream(file).close();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.get().toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (isUseful.test(store, alias)) {
                    return store;
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(key, file);
        }
        throw new InvalidSettingException(
                "%s: %s lacks what it is for: expected %s".formatted(key, file, key.allowed()));
    }

    private static InvalidSettingException unusable(Setting<?> key, Path file) {
        return new InvalidSettingException(
                "%s: %s cannot be opened: expected a PKCS #12 or JKS store, and its password as %s-password"
                        .formatted(key, file, key));
    }

    /** @return the version in force */
    Version current() {
        TrustManager[] trustedNow = inForce(trusted);
        KeyManager[] ownNow = inForce(own);
        Version now = current;
        return now.isOf(trustedNow, ownNow) ? now : renew(trustedNow, ownNow);
    }

    private synchronized Version renew(TrustManager[] trustedNow, KeyManager[] ownNow) {
        if (!current.isOf(trustedNow, ownNow)) {
            current = Version.of(trustedNow, ownNow);
        }
        return current;
    }
}
