package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more than the beginning of a request; faked by a limit of the process for the size of a file. */
@Tag("process")
final class HttpInputDiskTest {

    private static final int COUNT = 300;

    @TempDir
    private Path folder;

    private final Receiver receiver = Receiver.start();
    private final IngestClient client = new IngestClient(Ports.free());
    private RunningProgram program;

    @BeforeEach
    void start() {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .start();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aRequestThatDoesNotFitIsAcceptedOnceThereIsRoom() throws Exception {
        assertThat(post(states(""), "first").statusCode()).isEqualTo(202);
        waiting()
                .until(() -> done("lifecycle").size() == 1 && done("statistics").size() == 1);
        // the last byte of the events does not fit, while the request and its statistics do
        int room = (int) Files.size(done("lifecycle").get(0)) - 1;
        limitFiles(room);

        for (String body : List.of(states(" ".repeat(room)), states(""))) {
            HttpResponse<String> answer = post(body, "other");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        }
        for (String inbox : List.of("lifecycle", "statistics")) {
            assertThat(new InboxFolder(program.file("inbox/" + inbox)).waiting())
                    .isEmpty();
            assertThat(done(inbox)).hasSize(1);
            assertThat(program.file("inbox/" + inbox + "/.http")).isEmptyDirectory();
        }
        assertThat(program.logged("ERROR"))
                .anyMatch(line -> line.contains("A request cannot be kept, and is answered"));

        limitFiles(-1);
        assertThat(post(states(""), "other").statusCode()).isEqualTo(202);
        assertThat(post(states(""), "other").statusCode()).isEqualTo(202);
        assertThat(client.post("/lifecycle-events", Configured.event("stopped", 1, COUNT + 1))
                        .statusCode())
                .isEqualTo(202);
        waiting().until(() -> actors().contains(COUNT + 1));
        assertThat(actors())
                .isEqualTo(IntStream.concat(IntStream.rangeClosed(1, COUNT), IntStream.rangeClosed(1, COUNT + 1))
                        .boxed()
                        .toList());
    }

    /** The end of a short request may come before its only write has failed. */
    @Test
    void aShortRequestThatDoesNotFitIsNotOneWithoutText() throws Exception {
        String event = Configured.event("loaded", 1);
        limitFiles(10);
        for (int i = 0; i < 20; i++) {
            assertThat(client.post("/lifecycle-events", event).statusCode()).isEqualTo(503);
        }
        limitFiles(-1);
        assertThat(client.post("/lifecycle-events", event).statusCode()).isEqualTo(202);
        waiting().until(() -> receiver.requests().size() == 1);
    }

    /** @return notifications, of which only the first has a statistic, and what does not count */
    private static String states(String filling) {
        return IntStream.rangeClosed(1, COUNT)
                        .mapToObj(actor -> "{\"GSW_USER_EVENT\":\"CampaignGroupState\",\"GSW_CAMPAIGN_GROUP_DBID\":1,"
                                + (actor == 1 ? "\"GSW_STAT_HIT_RATIO\":1," : "")
                                + "\"GSW_CAMPAIGN_GROUP_ACTION\":9,\"GSW_DATE_TIME\":1527868861,"
                                + "\"GSW_CAMPAIGN_GROUP_ACTOR\":" + actor + "}")
                        .collect(Collectors.joining(",", "[", "]"))
                + filling;
    }

    /** @param key of five characters, and a part that makes the events longer than the request */
    private HttpResponse<String> post(String body, String key) {
        return client.post("/campaign-group-states", body, "Idempotency-Key", key + "x".repeat(100));
    }

    private List<Path> done(String inbox) throws IOException {
        Path folder = program.file("inbox/" + inbox + "/.done");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** @param bytes -1 for no limit */
    private void limitFiles(int bytes) throws IOException, InterruptedException {
        String limit = bytes < 0 ? "unlimited" : Integer.toString(bytes);
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid=" + program.handle().pid(), "--fsize=" + limit + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    private List<Integer> actors() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .toList();
    }
}
