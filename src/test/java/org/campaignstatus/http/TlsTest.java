package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** https receivers with certificates made for the test: which are trusted, and who we are to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {

    private static final int GROUP = 1;
    private static final int OTHER_GROUP = 2;

    private final Map<TlsReceiver, Receiver> receivers = new EnumMap<>(TlsReceiver.class);
    private final Receiver proxy = Receiver.start();
    private final AtomicInteger files = new AtomicInteger();
    private Certificates certificates;
    private Path trustStore;
    private Path keyStore;
    private Program program;
    private LogCapture log;

    @BeforeAll
    void makeCertificates(@TempDir Path folder) throws Exception {
        certificates = Certificates.in(folder)
                .root("root")
                .root("other-root")
                .issued("server", "root")
                .issued("expired", "root", "-startdate", "-10d", "-validity", "5")
                .issued("not-yet", "root", "-startdate", "+10d")
                .issued("other-host", "root", "-ext", "san=ip:127.0.0.2")
                .issued("other-name", "root", "-ext", "san=dns:reports.example.com")
                .selfSigned("self-signed")
                .issued("client", "root")
                .issued("other-client", "other-root")
                .issued("other-server", "other-root");
        for (TlsReceiver kind : TlsReceiver.values()) {
            receivers.put(kind, kind.start(certificates));
        }
    }

    @AfterAll
    void stopReceivers() {
        receivers.values().forEach(Receiver::close);
        proxy.close();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        trustStore = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        keyStore = Certificates.write(certificates.keys("client"), folder.resolve("own.p12"));
        log = LogCapture.start();
        Configured configuration = Configured.campaignGroups();
        for (TlsReceiver kind : TlsReceiver.values()) {
            configuration.with(
                    kind.dbid(), "campaigngroup-states-uri", receivers.get(kind).tlsUri("/states"));
        }
        program = Program.in(folder)
                .sendingTo("https://nowhere.example.com")
                .with("campaigngroup-states-interval", "0")
                .with("tls.trust-store", trustStore.toString())
                .with("tls.trust-store-password", Certificates.PASSWORD)
                .with("tls.key-store", keyStore.toString())
                .with("tls.key-store-password", Certificates.PASSWORD)
                .configuredBy(configuration.json())
                .start();
    }

    @AfterEach
    void stop() {
        program.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverIsTrustedOrTheLogSaysWhyNot(TlsReceiver kind) {
        int before = requests(kind);
        hand(kind);

        if (kind.words == null) {
            await().until(() -> requests(kind) == before + 1);
            assertThat(failures(kind)).isEmpty();
        } else {
            await().untilAsserted(() ->
                    assertThat(failures(kind)).singleElement().asString().matches(failure(kind, kind.words)));
            assertThat(requests(kind)).isEqualTo(before);
        }
    }

    /** As after a certification authority was given up: also connections that are open already are not used again. */
    @Tag("endurance")
    @Test
    void aRootThatIsTakenOutOfTheTrustStoreIsNotTrustedAnyMore() throws Exception {
        int before = requests(TlsReceiver.GOOD);
        hand(TlsReceiver.GOOD);
        await().until(() -> requests(TlsReceiver.GOOD) == before + 1);

        replace(trustStore, certificates.trusting("other-root"));

        hand(TlsReceiver.GOOD);
        await().untilAsserted(() -> assertThat(failures(TlsReceiver.GOOD))
                .singleElement()
                .asString()
                .matches(failure(TlsReceiver.GOOD, "certificate of an unknown issuer")));
        hand(TlsReceiver.UNKNOWN_ROOT);
        await().until(() -> requests(TlsReceiver.UNKNOWN_ROOT) > 0);
        assertThat(requests(TlsReceiver.GOOD)).isEqualTo(before + 1);
    }

    /** Nobody can look at a connection that is in use; it must not come back to the others. */
    @Tag("endurance")
    @Test
    void aConnectionThatWasInUseWhenTheRootWasTakenOutIsNotUsedAgain() throws Exception {
        Receiver receiver = receivers.get(TlsReceiver.GOOD);
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));
        int before = requests(TlsReceiver.GOOD);
        String slow = hand(TlsReceiver.GOOD);
        await().until(() -> requests(TlsReceiver.GOOD) == before + 1);

        replace(trustStore, certificates.trusting("other-root"));
        receiver.answering(Answer.status(200));
        gate.countDown();
        program.lifecycleInbox().awaitTaken(slow);

        hand(TlsReceiver.GOOD);
        await().untilAsserted(() -> assertThat(failures(TlsReceiver.GOOD))
                .singleElement()
                .asString()
                .matches(failure(TlsReceiver.GOOD, "certificate of an unknown issuer")));
        assertThat(requests(TlsReceiver.GOOD)).isEqualTo(before + 1);
    }

    /** What is not used again is not kept open either, on both sides. */
    @Tag("endurance")
    @Test
    void connectionsThatNobodyUsesAreClosedWhenAStoreIsReplaced() throws Exception {
        int before = requests(TlsReceiver.GOOD);
        String file = hand(TlsReceiver.GOOD);
        await().until(() -> requests(TlsReceiver.GOOD) == before + 1);
        program.lifecycleInbox().awaitTaken(file);
        assertThat(receivers.get(TlsReceiver.GOOD).open()).isPositive();

        replace(trustStore, certificates.trusting("root", "other-root"));

        await().until(() -> receivers.get(TlsReceiver.GOOD).open() == 0);
    }

    @Test
    void ourKeyCanBeReplacedWhileTheProgramRuns() throws Exception {
        int before = requests(TlsReceiver.WANTS_OUR_CERTIFICATE);
        int other = requests(TlsReceiver.WANTS_ANOTHER_CERTIFICATE);
        hand(TlsReceiver.WANTS_OUR_CERTIFICATE);
        await().until(() -> requests(TlsReceiver.WANTS_OUR_CERTIFICATE) == before + 1);

        replace(keyStore, certificates.keys("other-client"));

        hand(TlsReceiver.WANTS_ANOTHER_CERTIFICATE);
        await().until(() -> requests(TlsReceiver.WANTS_ANOTHER_CERTIFICATE) == other + 1);
        hand(TlsReceiver.WANTS_OUR_CERTIFICATE);
        await().untilAsserted(() -> assertThat(failures(TlsReceiver.WANTS_OUR_CERTIFICATE))
                .singleElement()
                .asString()
                .matches(failure(TlsReceiver.WANTS_OUR_CERTIFICATE, TlsReceiver.REJECTED)));
        assertThat(requests(TlsReceiver.WANTS_OUR_CERTIFICATE)).isEqualTo(before + 1);
    }

    @Test
    void aConnectionThatWasOpenedWithOurCertificateIsUsedAgain() {
        Receiver receiver = receivers.get(TlsReceiver.WANTS_OUR_CERTIFICATE);
        int before = requests(TlsReceiver.WANTS_OUR_CERTIFICATE);
        for (int i = 1; i <= 3; i++) {
            int expected = before + i;
            hand(TlsReceiver.WANTS_OUR_CERTIFICATE);
            await().until(() -> receiver.requests().size() == expected);
        }
        assertThat(receiver.requests().subList(before, before + 3))
                .extracting(Receiver.Request::connection)
                // one that was idle for half a second on a busy machine is replaced
                .satisfies(numbers -> assertThat(Set.copyOf(numbers)).hasSizeLessThan(3));
    }

    @Tag("endurance")
    @Test
    void throughAProxyTheReceiverIsCheckedJustTheSame() throws Exception {
        program.configuredBy(Configured.campaignGroups()
                .with(
                        GROUP,
                        "campaigngroup-states-uri",
                        "https://127.0.0.1:1/states?token=a%2Bb",
                        "http-proxy",
                        proxy.uri(""),
                        "http-proxy-username",
                        "reports",
                        "http-proxy-password",
                        "sesame",
                        "http-authentication",
                        "bearer",
                        "http-bearer-token",
                        "for-the-receiver")
                .with(
                        OTHER_GROUP,
                        "campaigngroup-states-uri",
                        "https://127.0.0.1:2/states",
                        "http-proxy",
                        proxy.uri(""))
                .json());
        Receiver receiver = receivers.get(TlsReceiver.WANTS_OUR_CERTIFICATE);
        proxy.answering(Answer.tunnel(receiver.port()));
        int before = receiver.requests().size();
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            program.handInLifecycle("proxy%d.json".formatted(files.incrementAndGet()), event("loaded", GROUP));
            return receiver.requests().size() > before;
        });

        Receiver.Request request = receiver.requests().get(before);
        assertThat(request.head()).startsWith("POST /states?token=a%2Bb HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer for-the-receiver")
                .doesNotContainKey("proxy-authorization");
        assertThat(proxy.requests().get(0).head()).startsWith("CONNECT 127.0.0.1:1 HTTP/1.1");

        proxy.answering(Answer.tunnel(receivers.get(TlsReceiver.EXPIRED).port()));
        program.handInLifecycle("expired.json", event("loaded", OTHER_GROUP));
        // a late event of the first campaign group may open a tunnel of its own, and fail the same way
        await().until(() -> log.notifications(Level.WARN, "certificate expired, by way of proxy 127.0.0.1:").stream()
                .anyMatch(line -> line.contains("https://127.0.0.1:2")));
        assertThat(receivers.get(TlsReceiver.EXPIRED).requests()).isEmpty();
    }

    /** Writes a store and waits until the program has taken note. */
    private void replace(Path file, KeyStore store) throws Exception {
        Certificates.write(store, file);
        // the program looks at the stores when it sends something
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            hand(TlsReceiver.EXPIRED);
            return log.lines().stream().anyMatch(line -> line.message().equals(file + " has changed and is in force"));
        });
    }

    private String hand(TlsReceiver kind) {
        String file = "%06d.json".formatted(files.incrementAndGet());
        program.handInLifecycle(file, event("loaded", kind.dbid()));
        return file;
    }

    private int requests(TlsReceiver kind) {
        return receivers.get(kind).requests().size();
    }

    private List<String> failures(TlsReceiver kind) {
        return log.notifications(Level.WARN, Configured.name(kind.dbid()) + " ");
    }

    private String failure(TlsReceiver kind, String words) {
        return "Notification for Campaign Group %s to \\Q%s\\E failed: %s, not repeated"
                .formatted(Configured.name(kind.dbid()), receivers.get(kind).tlsUri("/states"), words);
    }
}
