package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.apache.camel.Route;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is off is not there at all, and needs nothing. */
final class DisabledSourceTest {

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void withoutJmsThereIsNoBroker() throws Exception {
        program = program().start();
        program.handInLifecycle("day.json", event("loaded", 1));
        await().until(() -> receiver.requests().size() == 1);

        assertThat(routes())
                .contains("lifecycle-file", "statistics-file")
                .doesNotContain("lifecycle-jms", "statistics-jms", "dialer-sql", "dialer-change");
        assertThat(dataDirectory()).doesNotExist();
        int port = Integer.parseInt(program.setting("camel.beans.connectionFactory.port"));
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void withoutJmsABrokerThatIsNotThereDoesNotMatter() throws Exception {
        program = program()
                .with("jms.broker-url", "tcp://127.0.0.1:" + Ports.free())
                .start();
        program.handInLifecycle("day.json", event("loaded", 1));

        await().until(() -> receiver.requests().size() == 1);
    }

    @Test
    void withoutFilesThereIsNoInbox() throws Exception {
        program = program()
                .with("lifecycle.file.enabled", "false")
                .with("statistics.file.enabled", "false")
                .with("lifecycle.jms.enabled", "true")
                .start();
        try (Broker broker = program.broker()) {
            broker.send("campaigngroup.lifecycle", event("loaded", 1));
            await().until(() -> receiver.requests().size() == 1);
        }

        assertThat(routes())
                .contains("lifecycle-jms")
                .doesNotContain("lifecycle-file", "statistics-file", "statistics-jms");
        assertThat(folder.resolve("inbox")).doesNotExist();
        assertThat(dataDirectory()).exists();
    }

    private Program program() {
        return Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    private Iterable<String> routes() {
        return program.context().getRoutes().stream().map(Route::getRouteId).toList();
    }

    private Path dataDirectory() {
        return Path.of(program.setting("camel.beans.connectionFactory.dataDirectory"));
    }
}
