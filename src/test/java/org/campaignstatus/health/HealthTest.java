package org.campaignstatus.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready means that the program can do its work; whose fault it is that others do not do theirs is information. */
final class HealthTest {

    private final HttpClient client = ManagementClient.create();
    private final Receiver receiver = Receiver.start();
    private Program program;
    private String good;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        good = Configured.campaignGroups().with(1).json();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states?token=sesame"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(good)
                .start();
        await().until(() -> ready().status() == 200);
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void everythingThatItLeansOnIsNamed() throws Exception {
        assertThat(ready().checks())
                .contains(
                        "broker",
                        "database",
                        "inbox",
                        "configuration",
                        "receivers",
                        "route:post",
                        "route:lifecycle-file");
        assertThat(ready().message("configuration")).isEmpty();
        assertThat(ready().message("receivers")).isEmpty();
    }

    @Test
    void aReceiverThatIsDeadIsNamedAndNothingElse() throws Exception {
        receiver.answering(Answer.status(500));
        program.handInLifecycle(
                "events.jsonl",
                Configured.event("loaded", 1) + "\n" + Configured.event("started", 1) + "\n"
                        + Configured.event("stopped", 1));

        await().until(() -> ready().message("receivers")
                .equals("failed within the last minute: 3 to http 127.0.0.1:" + receiver.port()
                        + ", last: answer 500"));
        assertThat(ready().status()).isEqualTo(200);
        assertThat(ready().page().path("status").asText()).isEqualTo("UP");
    }

    @Tag("endurance")
    @Test
    void anEditThatIsRejectedIsNamedUntilItIsMended() throws Exception {
        program.write("configuration.json", "{\"campaignGroups\": 4711}");

        await().until(() -> ready().message("configuration").contains("campaignGroups is not an array"));
        assertThat(ready().message("configuration")).startsWith("an edit is rejected, the last good version stays");
        assertThat(ready().status()).isEqualTo(200);
        assertThat(ready().page().path("status").asText()).isEqualTo("UP");

        program.write("configuration.json", good + "\n");
        await().until(() -> ready().message("configuration").isEmpty());
    }

    @Test
    void filesThatDoNotGoTogetherAreNamedUntilTheyDo() throws Exception {
        program.write(
                "configuration.json",
                Configured.campaignGroups()
                        .with(1, "http-authentication", "basic")
                        .json());

        await().until(() -> ready().message("configuration").contains("http-username"));
        assertThat(ready().status()).isEqualTo(200);

        program.write("configuration.json", good);
        await().until(() -> ready().message("configuration").isEmpty());
    }

    /** A check of the site's own. */
    @Test
    void aCheckThatHangsIsDownAndHoldsUpNobody() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        HealthCheck hanging = new AbstractHealthCheck("site", "hanging") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                builder.up();
            }
        };
        HealthCheckRegistry.get(program.context()).register(hanging);
        try {
            for (int times = 0; times < 3; times++) {
                assertThat(ready().status()).isEqualTo(503);
                assertThat(ready().message("hanging")).matches("the check has not answered for \\d+ s");
                assertThat(ready().message("database")).isEmpty();
            }
        } finally {
            released.countDown();
        }
        await().until(() -> ready().status() == 200);
    }

    @Test
    void anInboxThatIsStuckIsNamedUntilItsFilesAreTakenAgain() throws Exception {
        Path inbox = program.folder().resolve("inbox/lifecycle");
        Path obstacle = Files.writeString(inbox.resolve(".done"), "a file in the place of the folder");
        program.handInLifecycle("stuck.json", Configured.event("loaded", 1));
        await().until(() -> ready().status() == 503);
        assertThat(ready().message("inbox")).contains("stuck.json cannot be archived, and will be read again: ");
        assertThat(stuck("file")).isEqualTo(1);
        assertThat(stuck("jms")).isZero();

        Files.delete(obstacle);
        await().until(() -> ready().status() == 200);
        assertThat(stuck("file")).isZero();

        Path away = Files.move(inbox, inbox.resolveSibling("away"));
        await().until(() -> ready().message("inbox").contains("cannot be listed: "));
        Files.move(away, inbox);
        await().until(() -> ready().status() == 200);
    }

    private double stuck(String source) {
        return program.metrics().sum("campaignstatus_input_stuck", "source", source);
    }

    @Test
    void withoutOneOfItsRoutesItIsNotReady() throws Exception {
        program.context().getRouteController().stopRoute("post");
        assertThat(ready().status()).isEqualTo(503);
        assertThat(get("live").status()).isEqualTo(200);

        program.context().getRouteController().startRoute("post");
        assertThat(ready().status()).isEqualTo(200);
    }

    /** What one of the pages of health says. */
    private record Page(int status, JsonNode page) {

        Iterable<String> checks() {
            return StreamSupport.stream(page.path("checks").spliterator(), false)
                    .map(check -> check.path("name").asText())
                    .toList();
        }

        String message(String name) {
            return StreamSupport.stream(page.path("checks").spliterator(), false)
                    .filter(check -> check.path("name").asText().equals(name))
                    .map(check -> check.path("message").asText())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Page ready() throws IOException, InterruptedException {
        return get("ready");
    }

    private Page get(String page) throws IOException, InterruptedException {
        URI uri =
                URI.create("http://127.0.0.1:" + program.setting("camel.management.port") + "/observe/health/" + page);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new Page(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
    }
}
