package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.contract.OpenApi;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of input by HTTP do: who is let in, and when the program does not start. */
final class IngestStartTest {

    private static final String EVENTS = "/lifecycle-events";

    private final Receiver receiver = Receiver.start();
    private final IngestClient client = new IngestClient(Ports.free());

    @TempDir
    private Path folder;

    private Program program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    private Program program() {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(Configured.campaignGroups().with(1).json());
        return program;
    }

    @Test
    void withATokenNobodyElseIsLetInAndAnEditOfItsFileAppliesAtOnce() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "open-sesame\n");
        program().with("ingest.http.token", "file:" + token).start();

        for (String credentials :
                List.of("Bearer", "Bearer open", "Basic open-sesame", "open-sesame", "Bearer open-sesame2")) {
            HttpResponse<String> answer = client.post(EVENTS, event("loaded", 1), "Authorization", credentials);
            assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
            OpenApi.assertDescribed(EVENTS, answer);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        assertThat(client.post("/nowhere", "{}").statusCode()).isEqualTo(401);
        assertThat(statusWith("open-sesame")).isEqualTo(202);
        await().until(() -> !receiver.requests().isEmpty());
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTION").asInt())
                .containsExactly(10);
        assertThat(receiver.requests().get(0).head()).noneMatch(line -> line.contains("sesame"));

        replace(token, "open-barley\n");
        await().until(() -> statusWith("open-barley") == 202);
        assertThat(statusWith("open-sesame")).isEqualTo(401);
    }

    /** As with each other secret in a file: an edit that is none must not lock dialers out, nor let everybody in. */
    @Test
    void withAnEmptyOrMissingTokenFileTheLastTokenStaysInForce() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "open-sesame\n");
        program().with("ingest.http.token", "file:" + token).start();
        try (LogCapture log = LogCapture.provoking("org.campaignstatus.settings.ReloadableFile")) {
            replace(token, "\n");
            awaitLast(log, " does not hold what is allowed: ");
            Files.delete(token);
            awaitLast(log, "token is missing");
        }
        replace(token, "open-barley\n");
        await().until(() -> statusWith("open-barley") == 202);
    }

    /** The file counts when somebody uses it. */
    private void awaitLast(LogCapture log, String complaint) {
        await().untilAsserted(() -> {
            assertThat(statusWith("open-sesame")).isEqualTo(202);
            assertThat(statusWith("")).isEqualTo(401);
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.ERROR)
                    .last()
                    .asString()
                    .contains("An edit is rejected, the last good version stays in force", complaint);
        });
    }

    private int statusWith(String token) {
        return client.post(EVENTS, event("stopped", 1), "Authorization", "bearer " + token)
                .statusCode();
    }

    /** As a secret is replaced by a tool: in one go, and with a time of its own. */
    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.setLastModifiedTime(next, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aHostThatOthersReachNeedsAToken() {
        program().with("ingest.http.host", "0.0.0.0");

        assertThatThrownBy(program::start)
                .hasMessageContaining("ingest.http.host is '0.0.0.0' and ingest.http.token is empty: expected a token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifecycle.file.enabled", "statistics.file.enabled"})
    void itNeedsBothInboxes(String inbox) {
        program().with(inbox, "false");

        assertThatThrownBy(program::start)
                .hasMessageContaining("ingest.http.enabled is true")
                .hasMessageContaining(inbox);
    }

    @Test
    void aPortThatIsTakenStopsTheStart() throws IOException {
        try (ServerSocket other = new ServerSocket(client.port(), 1, InetAddress.getLoopbackAddress())) {
            program();

            assertThatThrownBy(program::start)
                    .hasMessageContaining("ingest.http.port is " + other.getLocalPort() + ", and 127.0.0.1:");
        }
    }

    @Test
    void thereIsNoServerUnlessItIsWanted() throws Exception {
        program().with("ingest.http.enabled", "false").start();

        assertThat(new ServerSocket(client.port(), 1, InetAddress.getLoopbackAddress()))
                .satisfies(ServerSocket::close);
    }
}
