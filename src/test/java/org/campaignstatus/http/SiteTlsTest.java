package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by Camel's own keys, which count where a site sets them in place of ours. */
final class SiteTlsTest {

    private static final int TRUSTED = 1;
    private static final int UNKNOWN = 2;

    private final LogCapture log = LogCapture.start();
    private Receiver receiver;
    private Receiver unknown;
    private Program program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder)
                .root("root")
                .issued("server", "root")
                .issued("client", "root")
                .selfSigned("self-signed");
        receiver = Receiver.startTls(certificates.receiver("server", "root"), true);
        unknown = Receiver.startTls(certificates.receiver("self-signed", "root"), false);
        Path trusted = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        Path own = Certificates.write(certificates.keys("client"), folder.resolve("own.p12"));
        program = Program.in(folder)
                .sendingTo(receiver.tlsUri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("camel.ssl.enabled", "true")
                .with("camel.ssl.keyStore", "file:" + own)
                .with("camel.ssl.keystorePassword", Certificates.PASSWORD)
                .with("camel.ssl.trustStore", "file:" + trusted)
                .with("camel.ssl.trustStorePassword", Certificates.PASSWORD)
                .configuredBy(Configured.campaignGroups()
                        .with(TRUSTED)
                        .with(UNKNOWN, "campaigngroup-states-uri", unknown.tlsUri("/states"))
                        .json())
                .start();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
        unknown.close();
        log.close();
    }

    @Test
    void aConnectionThatWasOpenedWithTheSitesCertificateIsUsedAgain() {
        for (int i = 1; i <= 5; i++) {
            int expected = i;
            program.handInLifecycle(i + ".json", event("loaded", TRUSTED));
            await().until(() -> receiver.requests().size() == expected);
            program.lifecycleInbox().awaitTaken(i + ".json");
        }
        // one that was idle for half a second on a busy machine is replaced
        assertThat(receiver.connections()).isLessThan(5);
    }

    @Test
    void aReceiverThatTheSiteDoesNotTrustGetsNothing() {
        program.handInLifecycle("event.json", event("loaded", UNKNOWN));

        await().untilAsserted(() -> assertThat(log.notifications(Level.WARN, "failed"))
                .singleElement()
                .asString()
                .endsWith("failed: certificate of an unknown issuer, not repeated"));
        assertThat(unknown.requests()).isEmpty();
    }
}
