package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.Test;

/** Delivery attempts and failures as the page gets them. */
final class PageAttemptsTest extends PageSetup {

    @Test
    void anAttemptIsShownWithTheHeadersAndTheJsonThatWereSentAndNothingThatIsSecret() throws Exception {
        withStepsOfTheSite();
        try (Receiver receiver = Receiver.start();
                Program program = program(1)
                        .sendingTo(receiver.uri("/states?key=query-secret"))
                        .with("http-authentication", "bearer")
                        .with("http-bearer-token", "token-secret")
                        .with("http-custom-headers", "X-Api-Key: header-secret")
                        .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                        .with("campaigngroup-states-interval", "0")
                        .start()) {
            program.lifecycleInbox().process("a.json", Configured.event("started", 1));
            await().until(() -> ask(program, "").at("/attempts/rows").size() == 1);
            HttpResponse<String> list = request(program, "GET", "/api/status");
            String number =
                    JSON.readTree(list.body()).at("/attempts/rows/0/number").asText();
            HttpResponse<String> answer = request(program, "GET", "/api/attempt?number=" + number);
            JsonNode attempt = JSON.readTree(answer.body());
            assertThat(list.body()).doesNotContain("secret");

            assertThat(receiver.requests().get(0).headers().get("authorization"))
                    .isEqualTo("Bearer token-secret");
            assertThat(attempt.get("json").asText())
                    .isEqualTo(receiver.requests().get(0).text());
            assertThat(words(attempt, "campaignGroup", "dbid", "kind", "delivered", "outcome", "receiver"))
                    .containsExactly(Configured.name(1), "1", "started", "true", "answer 200", receiver.uri("/states"));
            assertThat(attempt.get("seconds").asDouble()).isBetween(0.0, 60.0);
            assertThat(answer.body()).doesNotContain("secret");
            var sent = receiver.requests().get(0).headers();
            assertThat(attempt.at("/headers/X-Site").asText()).isEqualTo("Hall 4");
            ObjectNode headers = attempt.get("headers").deepCopy();
            for (String hidden : List.of("X-Access-Token", "Cookie", "X-Plain", "X-Copy")) {
                assertThat(headers.remove(hidden).asText()).as(hidden).isEqualTo("set, not shown");
            }
            headers.properties()
                    .forEach(header -> assertThat(sent)
                            .containsEntry(
                                    header.getKey().toLowerCase(Locale.ROOT),
                                    header.getValue().asText()));
            assertThat(attempt.get("headers").has("ce-id")).isTrue();
            assertThat(attempt.at("/headers/ce-sequence").asText()).endsWith("1");
            assertThat(request(program, "GET", "/api/attempt?number=99").statusCode())
                    .isEqualTo(404);
        }
    }

    private void withStepsOfTheSite() throws IOException {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        Map<String, String> steps = new TreeMap<>(Map.of(
                "X-Site",
                "Hall 4",
                "X-Access-Token",
                "step-secret",
                "Cookie",
                "id=step-secret",
                "X-Plain",
                "Bearer step-secret",
                "X-Copy",
                "token-secret"));
        StringBuilder text = new StringBuilder();
        steps.forEach((name, value) ->
                text.append("<setHeader name=\"%s\"><constant>%s</constant></setHeader>".formatted(name, value)));
        String sign = "<process id=\"sign\" ref=\"sign\"/>";
        Files.writeString(
                folder.resolve("routes/post.xml"),
                ShippedRoutes.text("post.xml").replace(sign, sign + text));
    }

    @Test
    void failuresAreListedByReceiverAndReason() throws Exception {
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
                    ask(program, "attempts=failed").at("/attempts/rows").size() == 3);
            JsonNode failures = ask(program, "").get("failures");
            assertThat(failures)
                    .extracting(failure -> words(failure, "reason", "count", "recently", "delivered"))
                    .containsExactlyInAnyOrder(
                            List.of("answer 503", "2", "2", "null"), List.of("connection refused", "1", "1", "null"));
            assertThat(failures.findValuesAsText("receiver")).contains(receiver.uri("/states"));
            assertThat(failures.toString()).doesNotContain("secret");
            assertThat(log.notifications(Level.WARN, "not repeated")).hasSize(3);

            receiver.answering(Answer.status(200));
            program.lifecycleInbox().process("b.json", event("stopped", 1));
            await().until(() -> ask(program, "").at("/attempts/rows").size() == 4);
            JsonNode mended = ask(program, "attempts=failed");
            assertThat(mended.at("/attempts/rows")).hasSize(3);
            for (JsonNode failure : mended.get("failures")) {
                assertThat(failure.get("delivered").isNull())
                        .isEqualTo(failure.get("reason").asText().equals("connection refused"));
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
            assertThat(sum(rates.get("failed"))).isZero();
        }
    }

    @Test
    void aPageThatHasTheLatestAttemptsDoesNotGetThemAgain() throws Exception {
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

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }
}
