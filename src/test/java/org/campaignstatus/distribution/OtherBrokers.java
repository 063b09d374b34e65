package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.campaignstatus.harness.Distribution;
import org.campaignstatus.harness.Distribution.Ended;
import org.campaignstatus.harness.Ports;

/** Kafka, and Apache ActiveMQ Classic with OpenWire and AMQP 1.0, in one process. */
final class OtherBrokers {

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>test</groupId><artifactId>brokers</artifactId><version>1</version><packaging>pom</packaging>
              <dependencies>
                <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
                <dependency><groupId>org.apache.activemq</groupId><artifactId>activemq-broker</artifactId><version>6.3.1</version></dependency>
                <dependency><groupId>org.apache.activemq</groupId><artifactId>activemq-amqp</artifactId><version>6.3.1</version></dependency>
              </dependencies>
            </project>
            """;

    private static final String MAIN = """
            public class Brokers {
                public static void main(String[] urls) throws Exception {
                    var broker = new org.apache.activemq.broker.BrokerService();
                    broker.setPersistent(false);
                    broker.setUseJmx(false);
                    for (String url : urls) {
                        broker.addConnector(url);
                    }
                    broker.start();
                    String[] format = {"format", "--cluster-id", "AAAAAAAAAAAAAAAAAAAAAQ", "--config", "server.properties"};
                    if (kafka.tools.StorageTool.execute(format, System.out) != 0) {
                        System.exit(1);
                    }
                    kafka.Kafka.main(new String[] {"server.properties"});
                }
            }
            """;

    private static final String KAFKA = """
            process.roles = broker,controller
            node.id = 1
            controller.quorum.voters = 1@%2$s
            listeners = PLAINTEXT://%1$s,CONTROLLER://%2$s
            controller.listener.names = CONTROLLER
            log.dirs = %3$s
            offsets.topic.replication.factor = 1
            offsets.topic.num.partitions = 1
            group.initial.rebalance.delay.ms = 0
            """;

    private final String kafka = address();
    private final String openWire = "tcp://" + address();
    private final String amqp = "amqp://" + address();
    private final Process process;

    /** @param folder an empty folder */
    OtherBrokers(Path folder) throws IOException {
        Files.writeString(folder.resolve("pom.xml"), POM);
        Files.writeString(folder.resolve("Brokers.java"), MAIN);
        Files.writeString(
                folder.resolve("server.properties"), KAFKA.formatted(kafka, address(), folder.resolve("topics")));
        ProcessBuilder fetch = new ProcessBuilder(
                "mvn",
                "-B",
                "-ntp",
                "-q",
                "dependency:copy-dependencies",
                "-DoutputDirectory=" + folder.resolve("lib"));
        Ended fetched = Distribution.run(ExtensionsSetup.shortLived(fetch.directory(folder.toFile())));
        assertThat(fetched.status()).as(fetched.output()).isZero();
        ProcessBuilder command = new ProcessBuilder(ExtensionsSetup.java());
        command.command().addAll(ExtensionsSetup.SHORT_LIVED);
        command.command().addAll(List.of("-cp", folder + "/lib/*", "Brokers.java", openWire, amqp));
        process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("brokers.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private static String address() {
        return "127.0.0.1:" + Ports.free();
    }

    /** @return host and port */
    String kafka() {
        return kafka;
    }

    /** @return a URL for the clients of ActiveMQ Classic */
    String openWire() {
        return openWire;
    }

    /** @return a URL for clients of AMQP 1.0 */
    String amqp() {
        return amqp;
    }

    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
}
