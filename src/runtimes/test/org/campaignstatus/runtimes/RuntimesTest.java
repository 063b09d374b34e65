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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped routes and application.properties, and the beans as they are, where the main class is not ours. */
class RuntimesTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    @TempDir
    Path folder;

    private Receiver receiver;
    private RunningProgram program;

    @BeforeEach
    void asShipped() {
        receiver = Receiver.start();
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).with(2).json())
                .sendingTo(receiver.uri("/states?a=b"))
                .with("lifecycle.jms.enabled", "true");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {SpringBootProgram.class, CamelMainProgram.class})
    void eventsFromFileAndQueueAreToldOnceAndPeriodicMessagesFollow(Class<?> runtime) throws Exception {
        program.with("campaigngroup-states-interval", "1").mainClass(runtime).start();
        program.handInLifecycle("1.json", Configured.event("loaded", 1));
        try (Broker broker = Broker.connect(new ActiveMQConnectionFactory(program.brokerUrl()))) {
            broker.send(QUEUE, Configured.event("started", 2));
            broker.send(QUEUE, "no event");
            waiting().until(() -> told("1", "loaded") == 1 && told("2", "started") == 1);
            waiting().until(() -> told("1", "periodic") > 0 && told("2", "periodic") > 0);
            assertThat(broker.receive(QUEUE + ".failed")).isNotNull();
        }
        assertThat(told("1", "loaded") + told("2", "started")).isEqualTo(2);
        assertThat(receiver.requests()).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/states?a=b");
        });
        program.terminate();
        program.exitStatus();
        assertThat(program.file("inbox/lifecycle/.done/1.json")).exists();
        assertThat(program.logged("ERROR")).isEmpty();
    }

    /** A guard that stands in the program's defaults, not in a route. */
    @ParameterizedTest
    @ValueSource(classes = {SpringBootProgram.class, CamelMainProgram.class})
    void noPropertyOfAMessageBecomesAHeader(Class<?> runtime) throws Exception {
        String route = "<route id=\"site\"><from uri=\"jms:queue:site\"/>"
                + "<log loggingLevel=\"INFO\" message=\"headers: ${headers}\"/></route>";
        program.write("routes/site.xml", route);
        program.mainClass(runtime).start();
        try (Broker broker = Broker.connect(new ActiveMQConnectionFactory(program.brokerUrl()))) {
            broker.send("site", Map.of("CamelHttpUri", "http://elsewhere"), "text");
        }
        waiting().until(() -> program.says("headers: {"));
        assertThat(program.output()).noneMatch(line -> line.contains("CamelHttpUri"));
    }

    @Test
    void aBeanOfTheApplicationStays() throws Exception {
        program.mainClass(SpringBootProgram.class).start();
        waiting().until(() -> Files.exists(program.file(SpringBootProgram.DATABASE)));
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
