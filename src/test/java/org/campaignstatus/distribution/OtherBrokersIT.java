package org.campaignstatus.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.Configured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers whose clients come by {@code ext/}. */
@Tag("tools")
class OtherBrokersIT extends ExtensionsSetup {

    private static OtherBrokers brokers;

    @BeforeAll
    static void startTheBrokers(@TempDir Path folder) throws IOException {
        brokers = new OtherBrokers(folder);
    }

    @AfterAll
    static void stopTheBrokers() throws InterruptedException {
        brokers.stop();
    }

    @Test
    void kafkaIsASourceOfEventsAndASecondTargetOfNotifications() throws Exception {
        String broker = brokers.kafka();
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
        start(SHORT_LIVED);
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
        useFactory("org.apache.activemq.ActiveMQConnectionFactory", "brokerURL", brokers.openWire());
        assertThat(check().output()).contains("org.apache.activemq.ActiveMQConnectionFactory");
        fetchClient("org.apache.activemq", "activemq-client", "6.3.1");
        assertThat(check().output()).isEqualTo("Nothing is wrong\n");
        assertTakesAnEvent();
    }

    @Test
    void aBrokerThatSpeaksAmqpIsReachedByQpidJms() throws Exception {
        useFactory("org.apache.qpid.jms.JmsConnectionFactory", "remoteURI", brokers.amqp());
        fetchClient("org.apache.qpid", "qpid-jms-client", "2.10.0");
        assertTakesAnEvent();
    }

    private void useFactory(String name, String key, String value) throws IOException {
        edit(
                "application.properties",
                "lifecycle.jms.enabled = false",
                "lifecycle.jms.enabled = true\n" + """
                camel.beans.connectionFactory = #class:%s
                camel.beans.connectionFactory.%s = %s
                """.formatted(name, key, value));
    }

    /** As docs/jms.md says. */
    private void fetchClient(String group, String artifact, String release) {
        fetch(
                "mvn",
                "-f",
                "ext/pom.xml",
                "dependency:copy-dependencies",
                "-Dgroup=" + group,
                "-Dartifact=" + artifact,
                "-Drelease=" + release);
    }

    /** Sends it, too, as a dialer does. */
    private void assertTakesAnEvent() throws IOException {
        write("routes/dialer.xml", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="dialer" routeConfigurationId="no-redelivery">
                    <from uri="file:dialer"/>
                    <to uri="jms:queue:campaigngroup.lifecycle?jmsMessageType=Text"/>
                  </route>
                </routes>
                """);
        Path event = write("1.tmp", Configured.event("loaded", 1));
        Files.createDirectories(distribution.file("dialer"));
        Files.move(event, distribution.file("dialer/1.json"));
        start(SHORT_LIVED);
        await().until(() -> receiver.requests().size() == 1);
    }
}
