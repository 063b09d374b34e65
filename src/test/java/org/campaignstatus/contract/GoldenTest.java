package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract by example: every folder in {@code src/test/resources/golden}, through the routes that are shipped. */
class GoldenTest {

    private static final Pattern DATE_TIME = Pattern.compile("(\"GSW_DATE_TIME\":\")(\\d+\\.\\d{3})(\")");

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static Program program;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("statistics.max-age", "86400")
                .configuredBy(allCampaignGroups().replace("${receiver}", receiver.uri("")))
                .start();
    }

    @AfterAll
    static void stop() {
        program.close();
        receiver.close();
    }

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void exactlyThatArrives(GoldenCase golden) throws IOException {
        Instant begin = Instant.now();
        handIn(golden, "statistics", program.statisticsInbox(), begin);
        handIn(golden, "input", program.lifecycleInbox(), begin);
        if (golden.isPeriodic()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> arrived(golden).size() >= golden.expected());
        }
        Instant end = Instant.now();

        for (String dbid : dbids(golden)) {
            List<String> expected = golden.expected(dbid);
            List<Request> requests = arrived(dbid);
            if (golden.isPeriodic()) {
                requests = requests.subList(0, expected.size());
            }
            List<String> bodies = new ArrayList<>();
            for (Request request : requests) {
                boolean atAnyTime = bodies.size() < expected.size()
                        && expected.get(bodies.size()).contains(GoldenCase.TIME);
                bodies.add(atAnyTime ? withoutTime(request.text(), begin, end) : request.text());
            }
            assertThat(bodies).containsExactlyElementsOf(expected);
            assertThat(requests).extracting(Request::target).allMatch(golden.target()::equals);
        }
    }

    @Test
    void noTwoCasesShareACampaignGroup() throws IOException {
        assertThat(GoldenCase.all().stream().flatMap(golden -> dbids(golden).stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingThatArrivesFitsTheSchema() throws IOException {
        for (GoldenCase golden : GoldenCase.all()) {
            for (String dbid : dbids(golden)) {
                assertThat(golden.expected(dbid))
                        .allSatisfy(body -> assertThat(
                                        Schema.CAMPAIGN_GROUP_STATE.problems(body.replace(GoldenCase.TIME, "0.000")))
                                .isEmpty());
            }
        }
    }

    private static void handIn(GoldenCase golden, String kind, InboxFolder inbox, Instant now) {
        golden.file(kind).ifPresent(file -> {
            String name = golden.name() + "-" + file.getFileName();
            inbox.process(name, golden.text(file, now));
            inbox.assertDone(name);
        });
    }

    /** Checks the time for itself, and puts the placeholder in its place. */
    private static String withoutTime(String body, Instant begin, Instant end) {
        Matcher time = DATE_TIME.matcher(body);
        assertThat(time.find()).as(body).isTrue();
        long millis = Long.parseLong(time.group(2).replace(".", ""));
        assertThat(millis).isBetween(begin.toEpochMilli(), end.toEpochMilli());
        return time.replaceFirst("$1" + Matcher.quoteReplacement(GoldenCase.TIME) + "$3");
    }

    private static List<Request> arrived(GoldenCase golden) {
        return dbids(golden).stream().flatMap(dbid -> arrived(dbid).stream()).toList();
    }

    private static List<Request> arrived(String dbid) {
        return receiver.requests().stream()
                .filter(request ->
                        request.json().path("GSW_CAMPAIGN_GROUP_DBID").asText().equals(dbid))
                .toList();
    }

    private static List<String> dbids(GoldenCase golden) {
        return golden.campaignGroups().stream()
                .map(group -> group.path("dbid").asText())
                .toList();
    }

    private static String allCampaignGroups() throws IOException {
        return GoldenCase.all().stream()
                .flatMap(golden -> golden.campaignGroups().stream())
                .map(JsonNode::toString)
                .collect(Collectors.joining(",\n", "{\"campaignGroups\": [", "]}"));
    }
}
