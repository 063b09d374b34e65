package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of requests: at the client, in the inboxes and at the receiver. */
final class HttpInputTest {

    private static final String EVENTS = "/lifecycle-events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Receiver receiver = Receiver.start();
    private final IngestClient client = new IngestClient(Ports.free());

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void start() throws Exception {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(Configured.campaignGroups().with(1).with(2).json())
                .start();
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void anObjectAnArrayAndLinesAreAcceptedInTheirOrder() throws IOException {
        assertAccepted(client.post(EVENTS, event("loaded", 1, 1)), 1);
        assertAccepted(client.post(EVENTS, "[" + event("started", 1, 2) + "," + event("stopped", 1, 3) + "]"), 2);
        assertAccepted(client.postLines(EVENTS, event("started", 1, 4) + "\n\n" + event("unloaded", 1, 5) + "\n"), 2);
        assertAccepted(client.post(EVENTS, "[]"), 0);

        await().until(() -> receiver.requests().size() == 5);
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .containsExactly(1, 2, 3, 4, 5);
        await().until(() -> program.lifecycleInbox().waiting().isEmpty());
        assertThat(program.lifecycleInbox().named(".done", "http-")).hasSize(3);
        assertThat(entries(".http")).isEmpty();
    }

    @Test
    void requestsOneAfterTheOtherKeepTheirOrder() {
        IntStream.rangeClosed(1, 30).forEach(actor -> client.post(EVENTS, event("dial-mode-changed", 1, actor)));

        await().until(() -> receiver.requests().size() == 30);
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .isEqualTo(IntStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    void theTimeOfAnEventWithoutOneIsThatOfItsArrival() throws IOException {
        client.post(EVENTS, "{\"event\":\"loaded\",\"campaignGroup\":1,\"time\":null}");

        await().until(() -> receiver.requests().size() == 1);
        await().until(() -> done("lifecycle") == 1);
        JsonNode kept = JSON.readTree(program.lifecycleInbox()
                .done(program.lifecycleInbox().named(".done", "http-").get(0))
                .toFile());
        assertThat(Instant.parse(kept.get("time").asText()).toEpochMilli())
                .isEqualTo(Math.round(
                        receiver.requests().get(0).json().get("GSW_DATE_TIME").asDouble() * 1000));
    }

    @Test
    void statisticsAreInTheNextNotification() {
        assertAccepted(client.post("/statistics", "{\"campaignGroup\":1,\"values\":{\"busyFactor\":0.5}}"), 1);
        await().until(() -> done("statistics") == 1);
        client.post(EVENTS, event("started", 1));

        await().until(() -> receiver.requests().size() == 1);
        // a load makes what was known before unknown, but this one was not seen
        client.post("/statistics", "{\"campaignGroup\":1,\"values\":{\"busyFactor\":0.75}}");
        await().until(() -> done("statistics") == 2);
        client.post(EVENTS, event("stopped", 1));
        await().until(() -> receiver.requests().size() == 2);
        assertThat(receiver.requests().get(1).json().get("GSW_STAT_BUSY_FACTOR").asDouble())
                .isEqualTo(0.75);
    }

    @Test
    void aRequestWithAnythingInvalidIsRejectedWhole() throws IOException {
        HttpResponse<String> answer = client.postLines(EVENTS, """
                {"event":"loaded","campaignGroup":1,"actor":66}
                {"event":"launched","campaignGroup":1}

                {"event":"loaded","campaignGroup":9}
                no json
                """);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.get("accepted").asInt()).isZero();
        assertThat(json.get("rejected"))
                .extracting(one -> one.get("position").asInt())
                .containsExactly(2, 4, 5);
        assertThat(json.get("rejected"))
                .extracting(one -> one.get("reason").asText())
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("event is \"launched\": expected one of loaded"),
                        reason -> assertThat(reason).contains("9"),
                        reason -> assertThat(reason).startsWith("not valid JSON"));
        assertThat(program.lifecycleInbox().waiting()).isEmpty();
        assertThat(entries(".http")).isEmpty();
        assertNothingButTheNextIsNotified();
        Scrape metrics = Scrape.of(Integer.parseInt(program.setting("camel.management.port")));
        assertThat(metrics.sum("campaignstatus_input_rejected_total", "source", "http"))
                .isEqualTo(3);
        assertThat(metrics.sum("campaignstatus_events_accepted_total", "source", "http"))
                .isEqualTo(1);
    }

    @Test
    void anAnswerListsAThousandRejectedRecordsAndCountsTheRest() throws IOException {
        String lines = IntStream.range(0, 1005).mapToObj(i -> "1").collect(Collectors.joining("\n"));

        JsonNode json = JSON.readTree(client.postLines(EVENTS, lines).body());

        assertThat(json.get("rejected")).hasSize(1000);
        assertThat(json.get("more").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/lifecycle-events    | ''                | empty: expected a JSON object or an array of them",
                "/lifecycle-events    | [{                | not valid JSON",
                "/lifecycle-events    | {} {}             | text after the JSON value",
                "/statistics          | {'campaignGroup':1} | no statistics",
                "/campaign-group-states | {'GSW_USER_EVENT':'Other'} | GSW_USER_EVENT is \"Other\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'1',"
                        + "'GSW_CAMPAIGN_GROUP_ACTION':9,'GSW_DATE_TIME':'today'} | GSW_DATE_TIME is \"today\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'0',"
                        + "'GSW_CAMPAIGN_GROUP_ACTION':0,'GSW_STAT_HIT_RATIO':0} | GSW_CAMPAIGN_GROUP_DBID is \"0\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'1',"
                        + "'GSW_STAT_HIT_RATIO':-1} | GSW_STAT_HIT_RATIO is -1",
            })
    void theReasonSaysWhatIsWrongInTheWordsOfTheRequest(String path, String body, String reason) throws IOException {
        HttpResponse<String> answer = client.post(path, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/rejected/0/reason").asText())
                .startsWith(reason);
    }

    @Test
    void aRepeatedRequestWithItsKeyIsNotifiedOnce() throws IOException {
        String body = "[" + event("loaded", 1) + "," + event("started", 1) + "]";
        assertAccepted(client.post(EVENTS, body, "Idempotency-Key", "\"day-1\""), 2);
        assertAccepted(client.post(EVENTS, body, "Idempotency-Key", "\"day-1\""), 2);
        assertAccepted(client.post(EVENTS, event("stopped", 1), "Idempotency-Key", "\"day-2\""), 1);

        await().until(() -> receiver.requests().size() == 3);
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTION").asInt())
                .containsExactly(7, 9, 10);
        assertThat(client.post(EVENTS, body, "Idempotency-Key", "two words").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theVendorsNotificationBecomesTheEventOfItsAction() throws IOException {
        String states = Files.readString(Path.of("src/test/resources/golden/started/expected.jsonl"))
                .replace("1002", "2")
                .replaceAll("\"GSW_CALLING_LISTS\":\\[.*?]", "\"GSW_CALLING_LISTS\":[]");
        String[] lines = states.split("\n");
        assertAccepted(client.post("/campaign-group-states", lines[0]), 1);
        assertAccepted(
                client.post(
                        "/campaign-group-states",
                        lines[1].replace("\"GSW_STAT_HIT_RATIO\":null", "\"GSW_STAT_HIT_RATIO\":0.25")),
                1);

        await().until(() -> receiver.requests().size() == 2);
        JsonNode started = receiver.requests().get(1).json();
        assertThat(started.get("GSW_CAMPAIGN_GROUP_ACTION").asInt()).isEqualTo(9);
        assertThat(started.get("GSW_DATE_TIME").asText()).isEqualTo("1527868861.123");
        assertThat(started.get("GSW_DIAL_MODE").asInt()).isEqualTo(1);
        assertThat(started.get("GSW_OPTIMIZE_GOAL").asInt()).isEqualTo(80);
        assertThat(started.get("GSW_STAT_HIT_RATIO").asDouble()).isEqualTo(0.25);
    }

    @Test
    void aNotificationOfAnotherActionHasOnlyStatistics() {
        assertAccepted(client.post("/campaign-group-states", """
                {"GSW_USER_EVENT":"CampaignGroupState","GSW_CAMPAIGN_GROUP_NAME":"%s","GSW_CAMPAIGN_GROUP_ACTION":0,
                 "GSW_STAT_OVERDIAL_RATE":0.125}""".formatted(Configured.name(1))), 1);
        client.post(EVENTS, event("started", 1));

        await().until(() -> receiver.requests().size() == 1);
        await().until(() -> done("statistics") == 1 && done("lifecycle") == 1);
    }

    @Test
    void thePageSaysWhereToPost() throws IOException {
        IngestClient page = new IngestClient(Integer.parseInt(program.setting("camel.management.port")));

        JsonNode status = JSON.readTree(
                page.send("GET", "/api/status", null, BodyPublishers.noBody()).body());

        assertThat(status.at("/sending/http").asText()).isEqualTo("127.0.0.1:" + client.port());
    }

    @Test
    void theAnswerWaitsForNoReceiver() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(Answer.when(gate));

        IntStream.range(0, 5).forEach(i -> assertAccepted(client.post(EVENTS, event("started", 1)), 1));

        assertThat(receiver.requests()).hasSizeLessThanOrEqualTo(1);
        gate.countDown();
        await().until(() -> receiver.requests().size() == 5);
    }

    @Test
    void whatCannotBeMadeDurableIsAnswered503AndNotAccepted() throws IOException {
        Path temporary = folder.resolve("inbox/lifecycle/.http");
        client.post(EVENTS, "[]");
        Files.delete(temporary);
        Files.writeString(temporary, "not a folder");

        HttpResponse<String> answer = client.post(EVENTS, event("loaded", 1, 66));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        Files.delete(temporary);
        assertNothingButTheNextIsNotified();
    }

    @Test
    void aFolderForStatisticsThatIsGoneIsAnswered503() throws IOException {
        await().until(() -> Files.isDirectory(folder.resolve("inbox/statistics")));
        Files.writeString(folder.resolve("inbox/statistics/.http"), "not a folder");

        HttpResponse<String> answer = client.post("/statistics", "{\"campaignGroup\":1,\"values\":{}}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    private void assertNothingButTheNextIsNotified() {
        client.post(EVENTS, event("loaded", 1, 7));
        await().until(() -> !receiver.requests().isEmpty());
        assertThat(receiver.requests())
                .extracting(request ->
                        request.json().get("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .containsExactly(7);
    }

    private static void assertAccepted(HttpResponse<String> answer, int count) {
        assertThat(answer.body()).isEqualTo("{\"accepted\": " + count + "}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    /** @return how many files of requests have been worked through */
    private int done(String inbox) {
        String[] names =
                folder.resolve("inbox").resolve(inbox).resolve(".done").toFile().list();
        return names == null ? 0 : names.length;
    }

    private List<Path> entries(String subfolder) {
        try (Stream<Path> files = Files.list(folder.resolve("inbox/lifecycle").resolve(subfolder))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
