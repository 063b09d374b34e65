package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.contract.OpenApi;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of which nothing is accepted, because of what they hold or because they cannot be kept. */
final class RejectedRequestsTest extends IngestSetup {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aRequestWithAnythingInvalidIsRejectedWhole() throws IOException {
        double rejected = counted("campaignstatus_input_rejected_total");
        double accepted = counted("campaignstatus_events_accepted_total");
        HttpResponse<String> answer = postLines(EVENTS, """
                %s
                {"event":"launched","campaignGroup":1}

                {"event":"loaded","campaignGroup":%d}
                no json
                """.formatted(event("loaded", 66), UNKNOWN_GROUP));

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
                        reason -> assertThat(reason).contains("999"),
                        reason -> assertThat(reason).startsWith("not valid JSON"));
        assertThat(program.lifecycleInbox().waiting()).isEmpty();
        assertThat(temporary("lifecycle")).isEmptyDirectory();
        assertNothingButTheNextIsNotified();
        assertThat(counted("campaignstatus_input_rejected_total") - rejected).isEqualTo(3);
        assertThat(counted("campaignstatus_events_accepted_total") - accepted).isEqualTo(1);
    }

    private double counted(String metric) {
        return program.metrics().sum(metric, "source", "http");
    }

    @Test
    void anAnswerListsAThousandRejectedRecordsAndCountsTheRest() throws IOException {
        String lines = IntStream.range(0, 1005).mapToObj(i -> "1").collect(Collectors.joining("\n"));

        JsonNode json = JSON.readTree(postLines(EVENTS, lines).body());

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
                "/lifecycle-events    | [] ]              | not valid JSON",
                "/lifecycle-events    | {'event':'loaded','event':'started','campaignGroup':1}"
                        + " | not valid JSON: Duplicate field 'event'",
                "/statistics          | {'campaignGroup':1} | no statistics",
                "/campaign-group-states | {'GSW_USER_EVENT':'Other'} | GSW_USER_EVENT is \"Other\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_USER_EVENT':'CampaignGroupState'}"
                        + " | not valid JSON: Duplicate field",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'1',"
                        + "'GSW_CAMPAIGN_GROUP_ACTION':9,'GSW_DATE_TIME':'today'} | GSW_DATE_TIME is \"today\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'1',"
                        + "'GSW_CAMPAIGN_GROUP_ACTION':9,'GSW_DATE_TIME':'1E2147483647'}"
                        + " | GSW_DATE_TIME is \"1E2147483647\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'0',"
                        + "'GSW_CAMPAIGN_GROUP_ACTION':0,'GSW_STAT_HIT_RATIO':0} | GSW_CAMPAIGN_GROUP_DBID is \"0\"",
                "/campaign-group-states | {'GSW_USER_EVENT':'CampaignGroupState','GSW_CAMPAIGN_GROUP_DBID':'1',"
                        + "'GSW_STAT_HIT_RATIO':-1} | GSW_STAT_HIT_RATIO is -1",
            })
    void theReasonSaysWhatIsWrongInTheWordsOfTheRequest(String path, String body, String reason) throws IOException {
        HttpResponse<String> answer = post(path, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/rejected/0/reason").asText())
                .startsWith(reason);
    }

    /** Their text, without a charset, is neither valid nor silently something else. */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
    void aBodyInAnotherCharsetIsRejected(String charset) throws IOException {
        String body = "{\"event\":\"löaded\",\"campaignGroup\":" + group + "}";

        HttpResponse<String> answer = client.send(
                "POST", EVENTS, "application/json", BodyPublishers.ofString(body, Charset.forName(charset)));

        OpenApi.assertDescribed(EVENTS, answer);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/rejected/0/reason").asText())
                .isEqualTo("not UTF-8");
    }

    @Test
    void whatCannotBeMadeDurableIsAnswered503AndNotAccepted() throws IOException {
        Path temporary = temporary("lifecycle");
        post(EVENTS, "[]");
        Files.delete(temporary);
        Files.writeString(temporary, "not a folder");

        try (LogCapture log = LogCapture.provoking("campaignstatus")) {
            HttpResponse<String> answer = post(EVENTS, event("loaded", 66));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.ERROR)
                    .singleElement()
                    .asString()
                    .contains("A request cannot be kept, and is answered 503: ");
        }
        Files.delete(temporary);
        assertNothingButTheNextIsNotified();
    }

    @Test
    void aFolderForStatisticsThatIsGoneIsAnswered503() throws IOException {
        await().until(() -> Files.isDirectory(folder.resolve("inbox/statistics")));
        Files.deleteIfExists(temporary("statistics"));
        Files.writeString(temporary("statistics"), "not a folder");

        HttpResponse<String> answer = post(STATISTICS, "{\"campaignGroup\":1,\"values\":{}}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        Files.delete(temporary("statistics"));
    }

    private void assertNothingButTheNextIsNotified() {
        post(EVENTS, event("loaded", 7));
        await().until(() -> !notified().isEmpty());
        assertThat(actors()).containsExactly(7);
    }
}
