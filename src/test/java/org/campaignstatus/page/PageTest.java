package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.PostgresServer;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.DueNotification;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port tells a page, as a browser asks for it. */
class PageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = ManagementClient.create();

    @TempDir
    Path folder;

    @Test
    void thePageIsReadAndNothingElse() throws Exception {
        try (Program program = program(1).start()) {
            for (String address : List.of("/", "/page.css", "/page.js", "/icon.svg", "/api/status")) {
                HttpResponse<String> got = request(program, "GET", address);
                assertThat(got.statusCode()).as(address).isEqualTo(200);
                assertThat(got.body()).isNotBlank();
                HttpResponse<String> head = request(program, "HEAD", address);
                assertThat(head.statusCode()).as(address).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                    assertThat(request(program, method, address).statusCode())
                            .as("%s %s", method, address)
                            .isEqualTo(405);
                }
            }
        }
    }

    @Test
    void aBrowserIsToldToLoadNothingFromElsewhereAndToKeepNothing() throws Exception {
        try (Program program = program(1).start()) {
            for (String address : List.of("/", "/page.js", "/api/status")) {
                var headers = request(program, "GET", address).headers();
                assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                        .startsWith("default-src 'self';")
                        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe");
                assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
                assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
            }
            assertThat(request(program, "GET", "/api/status").headers().firstValue("Cache-Control"))
                    .contains("no-store");
        }
    }

    @Test
    void aNameThatSomebodyElseHasLedHereIsRejected() throws Exception {
        try (Program program = program(1).start()) {
            for (String ours : List.of("127.0.0.1", "localhost:9876", "LOCALHOST", "[::1]:1", "127.0.0.2")) {
                assertThat(statusLine(program, ours)).as(ours).contains(" 200 ");
            }
            for (String other :
                    List.of("attacker.example", "localhost.attacker.example", "127.0.0.1.attacker.example:80")) {
                assertThat(statusLine(program, other)).as(other).contains(" 421 ");
            }
        }
    }

    @Test
    void onAnotherInterfaceAnyNameMayLeadHere() throws Exception {
        try (LogCapture log = LogCapture.start();
                Program program =
                        program(1).with("camel.management.host", "0.0.0.0").start()) {
            assertThat(statusLine(program, "dialer.example.com:9876")).contains(" 200 ");
            assertThat(log.lines()).anyMatch(line -> line.level() == Level.WARN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=x",
                "page=99999999999",
                "show=everything",
                "attempts=some",
                "before=0",
                "known=-2"
            })
    void aQuestionThatCannotBeIsRejectedInOneLine(String query) throws Exception {
        try (Program program = program(1).start()) {
            HttpResponse<String> answer = request(program, "GET", "/api/status?" + query);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).matches(query.replaceFirst("=.*", "") + ": expected [^\\n]+\\n");
        }
    }

    @Test
    void campaignGroupsAreToldInWords() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(3).sendingTo(receiver.uri("/")).start()) {
            program.lifecycleInbox().process("a.jsonl", """
                    {"event": "loaded", "campaignGroup": 1, "actor": 2, "time": "2026-11-23T08:30:00Z"}
                    {"event": "started", "campaignGroup": 2, "actor": 1, "time": "2026-11-23T08:31:00Z", \
                    "dialMode": "Predict", "optimizeBy": "BusyFactor", "optimizeGoal": 80}
                    """);
            Instant now = Instant.now();
            JsonNode status = ask(program, "");

            JsonNode running = status.at("/groups/rows/0");
            assertThat(words(running, "name", "status", "meaning", "dialMode", "optimization"))
                    .containsExactly(Configured.name(2), "Running", "dialling", "Predictive", "busy factor at 80 %");
            assertThat(words(running.get("last"), "action", "actor", "time"))
                    .containsExactly("Started", "by a client", "2026-11-23T08:31:00Z");
            assertThat(Instant.parse(running.get("next").asText()))
                    .isBetween(now.minusSeconds(60), now.plusSeconds(11));
            JsonNode active = status.at("/groups/rows/1");
            assertThat(words(active, "name", "status", "meaning", "dialMode"))
                    .containsExactly(Configured.name(1), "Active", "loaded, not dialling", "");
            assertThat(active.at("/last/actor").asText()).isEqualTo("by the schedule");
            JsonNode idle = status.at("/groups/rows/2");
            assertThat(words(idle, "status", "noNext")).containsExactly("Not loaded", "");
            assertThat(idle.get("last").isNull()).isTrue();
            assertThat(status.get("counts"))
                    .isEqualTo(JSON.readTree("{\"all\": 3, \"running\": 1, \"active\": 1, \"notLoaded\": 1}"));
        }
    }

    @Test
    void theLastChangeIsToldAfterARestart() throws Exception {
        try (Program program = program(1).start()) {
            program.lifecycleInbox().process("a.json", """
                    {"event": "stopped", "campaignGroup": 1, "actor": 3, "time": "2026-11-23T08:30:00.5Z"}""");
        }
        try (Program program = program(1).start()) {
            JsonNode last = ask(program, "").at("/groups/rows/0/last");
            assertThat(words(last, "action", "actor", "time"))
                    .containsExactly("Stopped", "by the dialer itself", "2026-11-23T08:30:00.500Z");
        }
    }

    @Test
    void itSaysWhyThereIsNoPeriodicMessage() throws Exception {
        try (Program program = Program.in(folder)
                .sendingTo("http://127.0.0.1:1/")
                .configuredBy(Configured.campaignGroups()
                        .with(1, "campaigngroup-states-interval", "0")
                        .with(2, "send-campaigngroup-states", "false")
                        .json())
                .start()) {
            program.lifecycleInbox()
                    .process("a.jsonl", Configured.event("loaded", 1) + "\n" + Configured.event("loaded", 2));
            assertThat(ask(program, "").at("/groups/rows"))
                    .extracting(row -> row.get("noNext").asText())
                    .containsExactly("none: the interval is 0", "none: notifications are off");
        }
    }

    @Test
    void anAttemptIsToldWithTheJsonThatWasSentAndNothingThatIsSecret() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(1)
                        .sendingTo(receiver.uri("/states?key=query-secret"))
                        .with("http-authentication", "bearer")
                        .with("http-bearer-token", "token-secret")
                        .with("http-custom-headers", "X-Api-Key: header-secret")
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            program.lifecycleInbox().process("a.json", Configured.event("started", 1));
            await().until(() -> ask(program, "").at("/attempts/rows").size() == 1);
            HttpResponse<String> answer = request(program, "GET", "/api/status");
            JsonNode attempt = JSON.readTree(answer.body()).at("/attempts/rows/0");

            assertThat(receiver.requests().get(0).headers().get("authorization"))
                    .isEqualTo("Bearer token-secret");
            assertThat(attempt.get("json").asText())
                    .isEqualTo(receiver.requests().get(0).text());
            assertThat(words(attempt, "campaignGroup", "dbid", "kind", "delivered", "outcome", "receiver"))
                    .containsExactly(Configured.name(1), "1", "started", "true", "answer 200", receiver.uri("/states"));
            assertThat(attempt.get("seconds").asDouble()).isBetween(0.0, 60.0);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void whatWasLostIsToldByReceiverAndReason() throws Exception {
        try (LogCapture log = LogCapture.start();
                Receiver receiver = Receiver.start().answering(Answer.status(503));
                Program program = Program.in(folder)
                        .sendingTo(receiver.uri("/states?key=query-secret"))
                        .with("campaigngroup-states-interval", "0")
                        .configuredBy(Configured.campaignGroups()
                                .with(1)
                                .with(2, "campaigngroup-states-uri", "http://127.0.0.1:" + Ports.free() + "/")
                                .json())
                        .start()) {
            program.lifecycleInbox()
                    .process("a.jsonl", String.join("\n", event("loaded", 1), event("started", 1), event("loaded", 2)));
            await().until(() ->
                    ask(program, "attempts=lost").at("/attempts/rows").size() == 3);
            JsonNode losses = ask(program, "").get("losses");
            assertThat(losses)
                    .extracting(loss -> words(loss, "reason", "count", "recently", "delivered"))
                    .containsExactlyInAnyOrder(
                            List.of("answer 503", "2", "2", "null"), List.of("connection refused", "1", "1", "null"));
            assertThat(losses.findValuesAsText("receiver")).contains(receiver.uri("/states"));
            assertThat(losses.toString()).doesNotContain("secret");
            assertThat(log.notifications(Level.WARN, "not repeated")).hasSize(3);

            receiver.answering(Answer.status(200));
            program.lifecycleInbox().process("b.json", event("stopped", 1));
            await().until(() -> ask(program, "").at("/attempts/rows").size() == 4);
            JsonNode mended = ask(program, "attempts=lost");
            assertThat(mended.at("/attempts/rows")).hasSize(3);
            for (JsonNode loss : mended.get("losses")) {
                assertThat(loss.get("delivered").isNull())
                        .isEqualTo(loss.get("reason").asText().equals("connection refused"));
            }
        }
    }

    @Test
    void theSecondsOfTheLastMinutesAreCounted() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(5)
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            program.lifecycleInbox()
                    .process(
                            "a.jsonl",
                            String.join(
                                    "\n",
                                    IntStream.rangeClosed(1, 5)
                                            .mapToObj(i -> event("loaded", i))
                                            .toList()));
            await().until(() -> sum(ask(program, "").at("/rates/delivered")) == 5);
            JsonNode rates = ask(program, "").get("rates");
            assertThat(rates.get("delivered")).hasSize(300);
            assertThat(sum(rates.get("lost"))).isZero();
        }
    }

    @Test
    void statisticsThatWereToldAreTheLatestOfTheirChart() throws Exception {
        try (Program program = program(1).start()) {
            assertThat(ask(program, "").at("/groups/rows/0/statistics/busyFactor"))
                    .isEmpty();
            program.statisticsInbox().process("a.json", """
                    {"campaignGroup": 1, "values": {"busyFactor": 0.85, "timeToComplete": 600}}""");
            JsonNode statistics = ask(program, "").at("/groups/rows/0/statistics");
            assertThat(statistics.get("busyFactor")).hasSize(60);
            assertThat(statistics.at("/busyFactor/59").asDouble()).isEqualTo(0.85);
            assertThat(statistics.at("/busyFactor/0").isNull()).isTrue();
            assertThat(statistics.at("/timeToComplete/59").asDouble()).isEqualTo(600);
            assertThat(statistics.get("hitRatio")).isEmpty();
        }
    }

    @Test
    void campaignGroupsAreFoundByNameAndShownAPageAtATime() throws Exception {
        try (Program program = program(1_001).start()) {
            program.lifecycleInbox().process("a.json", event("started", 777));

            JsonNode first = ask(program, "").get("groups");
            assertThat(words(first, "matches", "page", "pages", "from")).containsExactly("1001", "1", "41", "1");
            assertThat(first.get("rows")).hasSize(25);
            assertThat(first.at("/rows/0/dbid").asInt()).isEqualTo(777);
            JsonNode last = ask(program, "page=4000").get("groups");
            assertThat(words(last, "page", "from")).containsExactly("41", "1001");
            assertThat(last.get("rows")).hasSize(1);

            JsonNode found = ask(program, "search=" + encoded("cAMPAIGN77@")).get("groups");
            assertThat(found.get("matches").asInt()).isEqualTo(1);
            assertThat(found.at("/rows/0/name").asText()).isEqualTo(Configured.name(77));
            assertThat(dbids(ask(program, "search=777"))).containsExactly(777);
            assertThat(dbids(ask(program, "show=running"))).containsExactly(777);
            assertThat(ask(program, "show=not-loaded").at("/groups/matches").asInt())
                    .isEqualTo(1_000);
            assertThat(ask(program, "search=" + encoded("nobody <b>"))
                            .at("/groups/matches")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void aPageThatHasTheLatestAttemptsIsNotToldThemAgain() throws Exception {
        try (Receiver receiver = Receiver.start();
                Program program = program(1)
                        .sendingTo(receiver.uri("/"))
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            assertThat(ask(program, "known=0").get("attempts").isNull()).isTrue();
            String events = event("stopped", 1) + "\n";
            program.lifecycleInbox().process("a.jsonl", events.repeat(50));
            await().until(() -> ask(program, "").at("/attempts/newest").asInt() == 50);

            assertThat(ask(program, "known=50").get("attempts").isNull()).isTrue();
            JsonNode latest = ask(program, "known=49").get("attempts");
            assertThat(latest.get("rows")).hasSize(20);
            assertThat(latest.at("/rows/0/number").asInt()).isEqualTo(50);
            assertThat(latest.get("older").asBoolean()).isTrue();
            JsonNode oldest = ask(program, "before=11").get("attempts");
            assertThat(oldest.get("rows"))
                    .extracting(row -> row.get("number").asInt())
                    .startsWith(10)
                    .endsWith(1);
            assertThat(oldest.get("older").asBoolean()).isFalse();
        }
    }

    /** State that counts how often it is swept, and can be held up. */
    private static final class HeldState implements StateStore {

        private final AtomicInteger sweeps = new AtomicInteger();
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public IntFunction<Status> statuses() {
            sweeps.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return group -> Status.NOT_LOADED;
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            return Map.of();
        }

        @Override
        public void open() {}

        @Override
        public Optional<CampaignGroupState> take(LifecycleEvent event) {
            return Optional.empty();
        }

        @Override
        public Optional<CampaignGroupState> takeDue(DueNotification due) {
            return Optional.empty();
        }

        @Override
        public List<DueNotification> claimDue() {
            return List.of();
        }

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }

        @Override
        public void close() {}
    }

    @Test
    void whoeverAsksTooMuchIsToldToComeAgain() throws Exception {
        HeldState state = new HeldState();
        try (Program program = program(1).withBean("stateStore", state).start()) {
            assertThat(state.sweeps).hasValue(0);
            List<CompletableFuture<HttpResponse<String>>> all = Stream.generate(
                            () -> HTTP.sendAsync(get(program, "/api/status"), HttpResponse.BodyHandlers.ofString()))
                    .limit(40)
                    .toList();
            await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 24);
            assertThat(all.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .allSatisfy(rejected -> {
                        assertThat(rejected.statusCode()).isEqualTo(503);
                        assertThat(rejected.headers().firstValue("Retry-After")).contains("1");
                    });
            assertThat(request(program, "GET", "/observe/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(request(program, "GET", "/").statusCode()).isEqualTo(200);

            state.gate.countDown();
            await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
            assertThat(all.stream().filter(answer -> answer.join().statusCode() == 200))
                    .hasSize(16);
            await().until(() -> request(program, "GET", "/api/status").statusCode() == 200);
        }
    }

    @Tag("endurance")
    @Test
    void whileTheDatabaseIsAwayThePageOpensAndSaysSo() throws Exception {
        try (LogCapture log = LogCapture.provoking("campaignstatus.database");
                PostgresServer postgres =
                        PostgresServer.in(folder.resolve("server")).start();
                Program program = program(2)
                        .with("database.url", postgres.url())
                        .with("database.username", PostgresServer.USER)
                        .start()) {
            program.lifecycleInbox().process("a.json", event("started", 2));
            JsonNode before = ask(program, "");
            assertThat(dbids(before)).containsExactly(2, 1);
            assertThat(words(before.at("/groups/rows/0"), "status", "noNext"))
                    .containsExactly("Running", "none: notifications are off");
            assertThat(before.get("shared").asBoolean()).isTrue();

            postgres.kill();
            await().until(() -> !ask(program, "").at("/groups/problem").isNull());
            JsonNode away = await().until(
                            () -> ask(program, ""),
                            answer -> answer.at("/counts/running").isNull());
            assertThat(away.at("/groups/problem").asText()).startsWith("the database cannot be used: ");
            assertThat(away.at("/groups/rows"))
                    .extracting(row -> row.get("status").asText())
                    .containsOnly("Unknown");
            assertThat(away.get("health"))
                    .filteredOn(check -> check.get("name").asText().equals("database"))
                    .extracting(check -> check.get("works").asBoolean())
                    .containsExactly(false);
            assertThat(request(program, "GET", "/").statusCode()).isEqualTo(200);

            assertThat(log.lines()).anyMatch(line -> line.level() == Level.ERROR);

            postgres.start();
            await().until(() ->
                    ask(program, "").at("/groups/rows/0/status").asText().equals("Running"));
        }
    }

    private Program program(int groups) {
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, groups).forEach(configured::with);
        return Program.in(folder).configuredBy(configured.json());
    }

    private static String event(String event, int dbid) {
        return Configured.event(event, dbid);
    }

    private static List<String> words(JsonNode node, String... names) {
        return Arrays.stream(names).map(name -> node.path(name).asText()).toList();
    }

    private static List<Integer> dbids(JsonNode status) {
        List<Integer> dbids = new ArrayList<>();
        status.at("/groups/rows").forEach(row -> dbids.add(row.get("dbid").asInt()));
        return dbids;
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode ask(Program program, String query) {
        try {
            HttpResponse<String> answer = request(program, "GET", "/api/status?" + query);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest get(Program program, String address) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(program) + address))
                .build();
    }

    private static HttpResponse<String> request(Program program, String method, String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(program) + address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    /** The JDK's client does not let a test choose this header. */
    private static String statusLine(Program program, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(program))) {
            String request = "GET /api/status HTTP/1.1\r\nHost: " + host
                    + "\r\nX-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int port(Program program) {
        return Integer.parseInt(program.setting("camel.management.port"));
    }
}
