package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more than the beginning of a request; faked by a limit of the process for the size of a file. */
@Tag("process")
final class HttpInputDiskTest {

    private static final int ROOM = 64 * 1024;
    private static final int COUNT = 300;

    @TempDir
    private Path folder;

    private final Receiver receiver = Receiver.start();
    private final IngestClient client = new IngestClient(Ports.free());
    private RunningProgram program;

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aRequestThatDoesNotFitIsAcceptedOnceThereIsRoom() throws Exception {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .start();
        List<String> tooLong = List.of(states(" ".repeat(ROOM)), states(""));
        assertThat(tooLong.get(1)).as("its events are longer").hasSizeLessThan(ROOM);
        limitFiles(ROOM);

        for (String body : tooLong) {
            HttpResponse<String> answer = post(body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        }
        assertThat(client.post("/lifecycle-events", "[]").statusCode()).isEqualTo(202);
        for (String inbox : List.of("lifecycle", "statistics")) {
            assertThat(new InboxFolder(program.file("inbox/" + inbox)).waiting())
                    .isEmpty();
            assertThat(program.file("inbox/" + inbox + "/.done")).doesNotExist();
            assertThat(program.file("inbox/" + inbox + "/.http")).isEmptyDirectory();
        }
        assertThat(program.logged("ERROR"))
                .anyMatch(line -> line.contains("A request cannot be kept, and is answered"));

        limitFiles(-1);
        assertThat(post(tooLong.get(1)).statusCode()).isEqualTo(202);
        assertThat(post(tooLong.get(1)).statusCode()).isEqualTo(202);
        assertThat(client.post("/lifecycle-events", Configured.event("stopped", 1, COUNT + 1))
                        .statusCode())
                .isEqualTo(202);
        waiting().until(() -> actors().contains(COUNT + 1));
        assertThat(actors())
                .isEqualTo(IntStream.rangeClosed(1, COUNT + 1).boxed().toList());
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

    private HttpResponse<String> post(String body) {
        return client.post("/campaign-group-states", body, "Idempotency-Key", "x".repeat(100));
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
