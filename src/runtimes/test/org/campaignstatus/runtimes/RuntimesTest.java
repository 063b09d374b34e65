package org.campaignstatus.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes and application.properties, and the beans as they are, where the main class is not ours. */
class RuntimesTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    @Nested
    class SpringBoot extends OneRuntime {

        SpringBoot() {
            super(SpringBootProgram.class);
        }

        @Test
        void aBeanOfTheApplicationStays() {
            waiting().until(() -> Files.exists(program.file(SpringBootProgram.DATABASE)));
        }
    }

    @Nested
    class CamelMain extends OneRuntime {

        CamelMain() {
            super(CamelMainProgram.class);
        }
    }

    /** One program for all tests of a runtime. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OneRuntime {

        private final Class<?> main;
        private final Receiver receiver = Receiver.start();
        RunningProgram program;

        OneRuntime(Class<?> main) {
            this.main = main;
        }

        @BeforeAll
        void asShipped(@TempDir Path folder) {
            program = RunningProgram.in(folder)
                    .configuredBy(Configured.campaignGroups().with(1).with(2).json())
                    .sendingTo(receiver.uri("/states?a=b"))
                    .with("lifecycle.jms.enabled", "true")
                    .with("campaigngroup-states-interval", "1")
                    .mainClass(main);
            program.write(
                    "routes/site.xml",
                    "<route id=\"site\"><from uri=\"jms:queue:site\"/>"
                            + "<log loggingLevel=\"INFO\" message=\"headers: ${headers}\"/></route>");
            program.start();
        }

        @AfterAll
        void itEndsWithoutAnError() {
            program.terminate();
            program.exitStatus();
            program.close();
            receiver.close();
            assertThat(program.logged("ERROR")).isEmpty();
        }

        @Test
        void eventsFromFileAndQueueAreToldOnceAndPeriodicMessagesFollow() throws Exception {
            program.handInLifecycle("1.json", Configured.event("loaded", 1));
            try (Broker broker = broker()) {
                broker.send(QUEUE, Configured.event("started", 2));
                broker.send(QUEUE, "no event");
                waiting().until(() -> told("1", "loaded") == 1 && told("2", "started") == 1);
                waiting().until(() -> told("1", "periodic") > 0 && told("2", "periodic") > 0);
                assertThat(broker.receive(QUEUE + ".failed")).isNotNull();
            }
            waiting().until(() -> Files.exists(program.file("inbox/lifecycle/.done/1.json")));
            assertThat(told("1", "loaded") + told("2", "started")).isEqualTo(2);
            assertThat(receiver.requests()).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.target()).isEqualTo("/states?a=b");
            });
        }

        /** A guard that stands in the program's defaults, not in a route. */
        @Test
        void noPropertyOfAMessageBecomesAHeader() throws Exception {
            try (Broker broker = broker()) {
                broker.send("site", Map.of("CamelHttpUri", "http://elsewhere"), "text");
            }
            waiting().until(() -> program.says("headers: {"));
            assertThat(program.output()).noneMatch(line -> line.contains("CamelHttpUri"));
        }

        private Broker broker() throws Exception {
            return Broker.connect(new ActiveMQConnectionFactory(program.brokerUrl()));
        }

        private long told(String dbid, String kind) {
            List<Receiver.Request> requests = receiver.requests();
            return requests.stream()
                    .filter(request -> dbid.equals(request.headers().get("ce-subject")))
                    .filter(request -> ("org.campaignstatus.campaigngroup." + kind)
                            .equals(request.headers().get("ce-type")))
                    .count();
        }
    }
}
