package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.ClientHello;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS in a virtual machine that allows more, or asks for more, than it does by itself. */
@Tag("process")
final class TlsMachineTest {

    private static final String[] ASK_FOR_REVOCATION = {
        "-Dcom.sun.net.ssl.checkRevocation=true", "-Dcom.sun.security.enableCRLDP=true"
    };

    private final Receiver authority = Receiver.start();

    @TempDir
    private Path folder;

    private Certificates certificates;
    private RunningProgram program;

    @BeforeEach
    void aProgram() throws Exception {
        certificates = Certificates.in(Files.createDirectory(folder.resolve("made")))
                .root("root")
                .issued("server", "root", "-ext", "san=ip:127.0.0.1", "-ext", "crl=uri:" + authority.uri("/root.crl"))
                .issued("other", "root");
        Path trusted = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        program = RunningProgram.in(Files.createDirectory(folder.resolve("program")))
                .with("campaigngroup-states-interval", "0")
                .with("tls.trust-store", trusted.toString())
                .with("tls.trust-store-password", Certificates.PASSWORD)
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    void stop() {
        program.close();
        authority.close();
    }

    /** By itself the virtual machine takes no part in TLS 1.1, so here it is told that nothing is too old. */
    @Test
    void nothingOlderThanTls12IsOfferedWhateverTheMachineAllows() throws Exception {
        Path security = Files.writeString(folder.resolve("java.security"), "jdk.tls.disabledAlgorithms=\n");
        ClientHello hello = new ClientHello();
        try (Receiver listener = Receiver.start().answering(hello)) {
            program.withOption("-Djava.security.properties=" + security)
                    .withOption("-Djdk.tls.client.protocols=TLSv1,TLSv1.1,TLSv1.2,TLSv1.3")
                    .sendingTo(listener.tlsUri("/"))
                    .start();
            program.handInLifecycle("event.json", Configured.event("loaded", 1));
            waiting().until(hello::hasCome);
        }
        assertThat(hello.versions()).containsExactlyInAnyOrder(0x0303, 0x0304);
    }

    @Test
    void aMachineThatAllowsTls13OnlyIsObeyed() {
        ClientHello hello = new ClientHello();
        try (Receiver listener = Receiver.start().answering(hello)) {
            program.withOption("-Djdk.tls.client.protocols=TLSv1.3")
                    .sendingTo(listener.tlsUri("/"))
                    .start();
            program.handInLifecycle("event.json", Configured.event("loaded", 1));
            waiting().until(hello::hasCome);
        }
        assertThat(hello.versions()).containsExactly(0x0304);
    }

    @Test
    void aRevokedCertificateIsRejectedIfTheMachineChecksRevocation() throws Exception {
        authority.answering(list("server"));
        try (Receiver receiver = start(ASK_FOR_REVOCATION)) {
            assertRejected(receiver, "certificate revoked");
            assertThat(authority.requests())
                    .isNotEmpty()
                    .allSatisfy(asked -> assertThat(asked.target()).isEqualTo("/root.crl"));
        }
    }

    @Test
    void aCertificateThatIsNotOnTheListIsTrusted() throws Exception {
        authority.answering(list("other"));
        try (Receiver receiver = start(ASK_FOR_REVOCATION)) {
            waiting().until(() -> receiver.requests().size() == 1);
            assertThat(authority.requests()).isNotEmpty();
        }
    }

    @Test
    void whileTheListCannotBeHadNobodyIsTrusted() throws Exception {
        authority.answering(Answer.status(503));
        try (Receiver receiver = start(ASK_FOR_REVOCATION)) {
            assertRejected(receiver, "revocation of the certificate unknown");
        }
    }

    @Test
    void revocationIsCheckedOnlyIfTheMachineSaysSo() throws Exception {
        authority.answering(list("server"));
        try (Receiver receiver = start()) {
            waiting().until(() -> receiver.requests().size() == 1);
            assertThat(authority.connections()).isZero();
        }
    }

    private Answer list(String revoked) throws Exception {
        byte[] list = certificates.revoked("root", revoked);
        return (socket, request) -> {
            Answer.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + list.length + "\r\n\r\n", true)
                    .answer(socket, request);
            socket.getOutputStream().write(list);
            return true;
        };
    }

    private Receiver start(String... options) throws Exception {
        Receiver receiver = Receiver.startTls(certificates.receiver("server", "root"), false);
        for (String option : options) {
            program.withOption(option);
        }
        program.sendingTo(receiver.tlsUri("/states")).start();
        program.handInLifecycle("event.json", Configured.event("loaded", 1));
        return receiver;
    }

    private void assertRejected(Receiver receiver, String words) {
        waiting().until(() -> !program.logged("WARN").isEmpty());
        assertThat(program.logged("WARN"))
                .singleElement()
                .asString()
                .endsWith("Notification for Campaign Group %s to %s failed: %s, not repeated"
                        .formatted(Configured.name(1), receiver.tlsUri("/states"), words));
        assertThat(receiver.requests()).isEmpty();
    }
}
