package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ReloadableFile;
import org.campaignstatus.settings.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Key stores that can be used, and those that cannot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReloadableTlsTest {

    private static final String UNUSABLE =
            "%s: %s cannot be opened: expected a PKCS #12 or JKS store, and its password as %1$s-password";

    private final Map<String, String> settings = new TreeMap<>();
    private Certificates certificates;
    private Path folder;

    @BeforeAll
    void makeCertificates(@TempDir Path stores) {
        certificates = Certificates.in(stores).root("root").issued("client", "root");
    }

    @BeforeEach
    void noSettings(@TempDir Path empty) {
        folder = empty;
        settings.clear();
    }

    @Test
    void withoutAStoreThereIsNothing() throws IOException {
        assertThat(ReloadableTls.of(settings())).isEmpty();
    }

    @Test
    void eitherStoreIsEnough() throws Exception {
        trust(Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12")), Certificates.PASSWORD);
        assertThat(tls().current().own()).isNull();

        settings.clear();
        key(Certificates.write(certificates.keys("client"), folder.resolve("own.p12")), Certificates.PASSWORD);
        assertThat(tls().current().trusted()).isNull();
        assertThat(tls().current().own()).hasSize(1);
    }

    @Test
    void aStoreThatIsMissingIsNamed() {
        trust(folder.resolve("none"), "");
        assertRejected(folder.resolve("none") + " is missing");
    }

    @Test
    void aWrongPasswordIsRejectedAndNotShown() throws Exception {
        Path file = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        trust(file, "wrong-sesame");
        assertRejected(UNUSABLE.formatted("tls.trust-store", file));

        settings.clear();
        key(Certificates.write(certificates.keys("client"), file), "wrong-sesame");
        assertRejected(UNUSABLE.formatted("tls.key-store", file));
    }

    @Test
    void whatIsNoStoreIsRejected() throws IOException {
        Path file = Files.writeString(folder.resolve("trusted.pem"), "-----BEGIN CERTIFICATE-----\n");
        trust(file, "");
        assertRejected(UNUSABLE.formatted("tls.trust-store", file));
        trust(folder, "");
        assertRejected(UNUSABLE.formatted("tls.trust-store", folder));
    }

    @Test
    void aStoreWithoutWhatItIsForIsRejected() throws Exception {
        Path file = Certificates.write(certificates.trusting("root"), folder.resolve("own.p12"));
        key(file, Certificates.PASSWORD);
        assertRejected("tls.key-store: " + file
                + " lacks what it is for: expected the path of a key store with a private key and its certificate");

        settings.clear();
        trust(Certificates.write(certificates.keys("client"), file), Certificates.PASSWORD);
        assertRejected("tls.trust-store: " + file
                + " lacks what it is for: expected the path of a key store with trusted certificates");
    }

    @Test
    void aBrokenEditIsRejectedAndTheLastGoodStoreStays() throws Exception {
        Path file = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        trust(file, Certificates.PASSWORD);
        ReloadableTls tls = tls();
        ReloadableTls.Version good = tls.current();
        try (LogCapture log = LogCapture.provoking(ReloadableFile.class.getName())) {
            Files.writeString(file, "half a sto");
            await().until(() -> tls.current() == good
                    && log.lines().stream()
                            .filter(line -> line.level() == Level.ERROR)
                            .anyMatch(line -> line.message()
                                    .equals("An edit is rejected, the last good version stays in force: "
                                            + UNUSABLE.formatted("tls.trust-store", file))));
        }
        Certificates.write(certificates.trusting("root", "client"), file);
        await().until(() -> tls.current() != good);
    }

    @Test
    void thePasswordMayStandInAFile() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), Certificates.PASSWORD + "\n");
        trust(Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12")), "file:" + password);
        assertThat(tls().current().trusted()).hasSize(1);
    }

    private void trust(Path file, String password) {
        settings.put("tls.trust-store", file.toString());
        settings.put("tls.trust-store-password", password);
    }

    private void key(Path file, String password) {
        settings.put("tls.key-store", file.toString());
        settings.put("tls.key-store-password", password);
    }

    private ReloadableTls tls() throws IOException {
        return ReloadableTls.of(settings()).orElseThrow();
    }

    private void assertRejected(String message) {
        assertThatThrownBy(this::tls)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(message);
    }

    private Settings settings() throws IOException {
        return Settings.read(folder.resolve("none.properties"), settings::get);
    }
}
