package org.campaignstatus.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Distribution.Ended;
import org.campaignstatus.harness.Ports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Brokers whose clients come by {@code ext/}, each a real one in a process of its own. */
@Tag("tools")
class OtherBrokersIT extends ExtensionsSetup {

    @Test
    void kafkaIsASourceOfEventsAndASecondTargetOfNotifications() throws Exception {
        String broker = kafka();
        write("routes/lifecycle-kafka.xml", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="lifecycle-kafka" routeConfigurationId="no-redelivery">
                    <from uri="kafka:lifecycle?brokers=%s&amp;groupId=status&amp;autoOffsetReset=earliest"/>
                    <bean ref="inputs" method="of(kafka:${header.CamelKafkaPartition}:${header.CamelKafkaOffset}, ${body})"/>
                    <bean ref="lifecycleEvents" method="read"/>
                    <to uri="lane:direct:lifecycle"/>
                  </route>
                </routes>
                """.formatted(broker));
        assertMissingAndFetch("routes/lifecycle-kafka.xml, line 3: there is no component kafka", "camel-kafka");
        write("routes/others.xml", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="dialer" routeConfigurationId="no-redelivery">
                    <from uri="file:dialer"/>
                    <split><tokenize token="\\n"/><to uri="kafka:lifecycle?brokers=%1$s"/></split>
                  </route>
                  <route id="lake" routeConfigurationId="no-redelivery">
                    <from uri="kafka:notifications?brokers=%1$s&amp;groupId=lake&amp;autoOffsetReset=earliest"/>
                    <to uri="file:lake?fileName=copies.jsonl&amp;fileExist=Append&amp;appendChars=\\n"/>
                  </route>
                </routes>
                """.formatted(broker));
        edit(
                "routes/post.xml",
                "</marshal>",
                "</marshal><wireTap uri=\"kafka:notifications?brokers=" + broker + "\"/>");
        start();
        Path events = write(
                "events.tmp", Configured.event("loaded", 1) + "\nno event\n" + Configured.event("started", 1) + "\n");
        Files.createDirectories(distribution.file("dialer"));
        Files.move(events, distribution.file("dialer/events.jsonl"));

        await().until(() -> receiver.requests().size() == 2);
        Path copies = distribution.file("lake/copies.jsonl");
        await().until(() -> Files.exists(copies) && Files.readAllLines(copies).size() == 2);
        assertThat(Files.readAllLines(copies))
                .containsExactlyInAnyOrderElementsOf(receiver.requests().stream()
                        .map(request -> new String(request.body(), UTF_8))
                        .toList());
        assertThat(log()).contains("Step bean2 of route lifecycle-kafka failed: InvalidInputException: not valid JSON");
    }

    @Test
    void theClientOfAnotherBrokerIsFoundAndNamesTheJarThatItMisses() throws Exception {
        String broker = "tcp://127.0.0.1:" + activeMq();
        edit(
                "application.properties",
                "lifecycle.jms.enabled = false",
                "lifecycle.jms.enabled = true\n" + """
                camel.beans.connectionFactory = #class:org.apache.activemq.ActiveMQConnectionFactory
                camel.beans.connectionFactory.brokerURL = %s
                """.formatted(broker));
        assertThat(check().output()).contains("org.apache.activemq.ActiveMQConnectionFactory");
        fetchActiveMq("activemq-client", distribution.file("ext"));
        assertThat(check().output()).isEqualTo("Nothing is wrong\n");
        write("routes/dialer.xml", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="dialer" routeConfigurationId="no-redelivery">
                    <from uri="file:dialer"/>
                    <to uri="jms:queue:campaigngroup.lifecycle?jmsMessageType=Text"/>
                  </route>
                </routes>
                """);
        start();
        Path event = write("1.tmp", Configured.event("loaded", 1));
        Files.createDirectories(distribution.file("dialer"));
        Files.move(event, distribution.file("dialer/1.json"));
        await().until(() -> receiver.requests().size() == 1);
    }

    /** @return the port of an Apache ActiveMQ Classic of its own process */
    private int activeMq() throws IOException {
        fetchActiveMq("activemq-broker", folder.resolve("activemq"), "-DexcludeArtifactIds=");
        write("Broker.java", """
                public class Broker {
                    public static void main(String[] arguments) throws Exception {
                        var broker = new org.apache.activemq.broker.BrokerService();
                        broker.setPersistent(false);
                        broker.setUseJmx(false);
                        System.out.println(broker.addConnector(arguments[0]).getConnectUri());
                        broker.start();
                        broker.waitUntilStopped();
                    }
                }
                """);
        int port = Ports.free();
        background(
                "broker.txt",
                new ProcessBuilder(java(), "-cp", folder + "/activemq/*", "Broker.java", "tcp://127.0.0.1:" + port));
        return port;
    }

    private void fetchActiveMq(String artifact, Path target, String... options) {
        List<String> command = new ArrayList<>(List.of("mvn", "-f", "ext/pom.xml", "dependency:copy-dependencies"));
        command.addAll(List.of("-Dgroup=org.apache.activemq", "-Dartifact=" + artifact, "-Drelease=6.3.1"));
        command.add("-DoutputDirectory=" + target);
        command.addAll(List.of(options));
        fetch(command.toArray(String[]::new));
    }

    /** @return host and port of a Kafka broker of its own process */
    private String kafka() throws IOException {
        fetch(
                "mvn",
                "-f",
                "ext/pom.xml",
                "dependency:copy-dependencies",
                "-DexcludeArtifactIds=",
                "-Dgroup=org.apache.kafka",
                "-Dartifact=kafka_2.13",
                "-Drelease=4.3.1",
                "-DoutputDirectory=" + folder.resolve("kafka"));
        String broker = "127.0.0.1:" + Ports.free();
        String controller = "127.0.0.1:" + Ports.free();
        write("server.properties", """
                process.roles = broker,controller
                node.id = 1
                controller.quorum.voters = 1@%2$s
                listeners = PLAINTEXT://%1$s,CONTROLLER://%2$s
                controller.listener.names = CONTROLLER
                log.dirs = %3$s
                offsets.topic.replication.factor = 1
                group.initial.rebalance.delay.ms = 0
                """.formatted(broker, controller, folder.resolve("topics")));
        Ended formatted = run(
                java(),
                "-cp",
                folder + "/kafka/*",
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "--config",
                "server.properties");
        assertThat(formatted.status()).as(formatted.output()).isZero();
        background(
                "kafka.txt",
                new ProcessBuilder(java(), "-cp", folder + "/kafka/*", "kafka.Kafka", "server.properties"));
        return broker;
    }
}
