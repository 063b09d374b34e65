package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program and a broker that speaks TLS, with certificates made here. */
@Tag("process")
class TlsBrokerTest {

    private static final String STORE_PASSWORD = "store-secret";

    @TempDir
    Path folder;

    private final Receiver receiver = Receiver.start();
    private BrokerProcess broker;
    private RunningProgram program;

    @AfterEach
    void end() {
        program.close();
        broker.close();
        receiver.close();
    }

    @Test
    void eventsComeFromABrokerWhoseCertificateIsTrusted() throws Exception {
        makeCertificate("broker", "ip:127.0.0.1");
        startBoth("broker");
        waiting().until(() -> program.health("health/ready").status() == 200);
        try (ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory(url("broker"), BrokerProcess.USER, BrokerProcess.PASSWORD);
                JMSContext context = factory.createContext()) {
            context.createProducer()
                    .send(context.createQueue("campaigngroup.lifecycle"), Configured.event("loaded", 1));
        }
        waiting().until(() -> receiver.requests().size() == 1);

        assertThat(program.output()).noneMatch(line -> line.contains(STORE_PASSWORD));
        assertThat(program.output()).noneMatch(line -> line.contains(BrokerProcess.PASSWORD));
    }

    @Test
    void aBrokerWithACertificateOfSomebodyElseIsNotTrusted() throws Exception {
        makeCertificate("broker", "ip:127.0.0.1");
        makeCertificate("other", "ip:127.0.0.1");
        startBoth("other");

        assertRejected("unable to find valid certification path");
    }

    @Test
    void aCertificateOfAnotherHostIsRejected() throws Exception {
        makeCertificate("broker", "dns:broker.example.com");
        startBoth("broker");

        assertRejected("127.0.0.1");
    }

    private void startBoth(String trusted) {
        broker = BrokerProcess.withTlsIn(folder.resolve("broker"), store("broker"), STORE_PASSWORD)
                .start();
        program = RunningProgram.in(folder.resolve("program"))
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .settings(Map.of(
                        "lifecycle.jms.enabled",
                        "true",
                        "jms.broker-url",
                        url(trusted).replace(STORE_PASSWORD, "{{env:TRUST_STORE_PASSWORD}}"),
                        "jms.username",
                        BrokerProcess.USER,
                        "jms.password",
                        "{{env:BROKER_PASSWORD}}"))
                .withEnvironment("TRUST_STORE_PASSWORD", STORE_PASSWORD)
                .withEnvironment("BROKER_PASSWORD", BrokerProcess.PASSWORD)
                .start();
    }

    private void assertRejected(String reason) {
        waiting().until(() -> program.output().stream().anyMatch(line -> line.contains(reason)));
        assertThat(program.health("health/ready").status()).isEqualTo(503);
        assertThat(program.output()).noneMatch(line -> line.contains(STORE_PASSWORD));
    }

    private String url(String trusted) {
        return broker.url()
                + "?sslEnabled=true&trustStorePath=%s&trustStorePassword=%s&trustStoreType=PKCS12"
                        .formatted(store(trusted + "-trusted"), STORE_PASSWORD);
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12").toAbsolutePath();
    }

    /** Makes a key with a certificate, and a store in which only that certificate is trusted. */
    private void makeCertificate(String name, String host) throws Exception {
        Path certificate = folder.resolve(name + ".crt");
        keytool(
                store(name),
                List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-validity", "2", "-dname", "CN=" + name),
                List.of("-ext", "san=" + host));
        keytool(store(name), List.of("-exportcert", "-alias", name), List.of("-file", certificate.toString()));
        keytool(
                store(name + "-trusted"),
                List.of("-importcert", "-noprompt", "-alias", name),
                List.of("-file", certificate.toString()));
    }

    private static void keytool(Path store, List<String> command, List<String> options)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(command);
        line.addAll(options);
        line.addAll(List.of("-keystore", store.toString(), "-storepass", STORE_PASSWORD, "-storetype", "PKCS12"));
        Path output = Files.createTempFile("keytool", ".txt");
        int status = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
        Files.delete(output);
    }
}
