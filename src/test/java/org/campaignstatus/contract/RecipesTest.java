package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each recipe of docs/recipes.md, read from the page and put where the page says, in the shipped routes. */
final class RecipesTest {

    private static final int GROUPS = 21;

    private final Receiver receiver = Receiver.start();
    private final Receiver second = Receiver.start();
    private final LogCapture log = LogCapture.start();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void copyTheRoutes() {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        Configured configured = Configured.campaignGroups();
        IntStream.rangeClosed(1, GROUPS).forEach(configured::with);
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .configuredBy(configured.json());
    }

    @AfterEach
    void stop() {
        program.close();
        assertThat(log.lines())
                .noneMatch(line -> line.logger().equals("campaignstatus.routes") && line.level() == Level.WARN);
        receiver.close();
        second.close();
        log.close();
    }

    @Test
    void everySnippetIsInOneOfTheseTests() throws Exception {
        Map<String, Recipe> recipes = Recipe.all();
        assertThat(recipes)
                .containsOnlyKeys(
                        "Some dial modes only",
                        "A second receiver",
                        "A copy to a file",
                        "A copy to a queue or to Kafka",
                        "A header of your own",
                        "A key of your own",
                        "Other JSON",
                        "A throttle",
                        "A source of your own",
                        "Elasticsearch or OpenSearch");
        for (Recipe recipe : recipes.values()) {
            long used = recipe.edits().size()
                    + recipe.newFiles().size()
                    + (recipe.properties().isEmpty() ? 0 : 1)
                    + (recipe.text().contains("```json") ? 1 : 0);
            assertThat(recipe.snippets()).as(recipe.text()).isEqualTo(used);
        }
    }

    @Test
    void theFilterSendsSomeDialModesAndTheNumberCanBeLeftOut() throws Exception {
        List<Recipe.Edit> edits = Recipe.named("Some dial modes only").edits();
        edits.get(0).applyIn(routes());
        program.start();
        process(
                "1.jsonl",
                event("loaded", 1),
                inMode("started", "Predict"),
                inMode("dial-mode-changed", "Preview"),
                event("stopped", 1));
        assertThat(actions()).containsExactly(7, 9, 10);
        assertThat(headers("ce-sequence")).extracting(Integer::parseInt).containsExactly(1, 2, 4);

        edits.get(1).applyIn(routes());
        await().until(() -> log.lines().stream().anyMatch(line -> line.message().endsWith("post.xml applied")));
        process("2.jsonl", event("unloaded", 1));
        assertThat(receiver.requests().get(3).headers()).containsKey("ce-id").doesNotContainKey("ce-sequence");
    }

    @Test
    void aSecondReceiverGetsEachNotificationOnceAndItsFailureConcernsNoOther() throws Exception {
        apply("A second receiver");
        second.answering(Answer.statusWith(503, "Retry-After: 0"));
        program.with("second.receiver", second.uri("/copies")).start();
        process("day.jsonl", event("loaded", 1), event("started", 1), event("stopped", 1));
        await().until(() -> ids(second).containsAll(ids(receiver)));

        assertThat(actions()).containsExactly(7, 9, 10);
        assertThat(ids(second)).containsExactlyElementsOf(ids(receiver));
        assertThat(second.requests())
                .allSatisfy(copy -> assertThat(copy.target()).isEqualTo("/copies"));
        assertThat(second.requests())
                .extracting(Receiver.Request::text)
                .containsExactlyElementsOf(
                        receiver.requests().stream().map(Receiver.Request::text).toList());
        assertThat(log.notifications(Level.WARN, "")).isEmpty();
    }

    @Test
    void aFileGetsACopyALine() throws Exception {
        apply("A copy to a file");
        replace("post.xml", "file:copies", "file:" + folder + "/copies");
        program.start();
        process("day.jsonl", event("loaded", 1), event("started", 1));
        await().until(() -> copies().size() == 2);
        assertThat(copies())
                .containsExactlyInAnyOrderElementsOf(
                        receiver.requests().stream().map(Receiver.Request::text).toList());
    }

    private List<String> copies() throws IOException {
        Path copies = folder.resolve("copies");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (var files = Files.list(copies)) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }

    @Test
    void aQueueGetsACopy() throws Exception {
        apply("A copy to a queue or to Kafka");
        program.start();
        process("day.json", event("loaded", 1));
        try (Broker broker = program.broker()) {
            assertThat(broker.receive("campaigngroup.copy"))
                    .isEqualTo(receiver.requests().get(0).text());
        }
    }

    @Test
    void headersOfTheNotificationAndOfAKeyAreSent() throws Exception {
        apply("A header of your own");
        apply("A key of your own");
        program.start();
        process("day.jsonl", event("loaded", 1), inMode("started", "Predict"));
        assertThat(headers("x-dial-mode")).containsExactly(null, "1");
        assertThat(headers("x-site")).containsExactly("north", "north");
    }

    @Test
    void theBodyCanBeOtherJson() throws Exception {
        apply("Other JSON");
        program.start();
        process("day.json", event("loaded", 1));
        JsonNode body = receiver.requests().get(0).json();
        assertThat(body.has("GSW_CALLING_LISTS")).isFalse();
        assertThat(body.has("GSW_CAMPAIGN_GROUP_STATUS")).isFalse();
        assertThat(body.get("status").intValue()).isEqualTo(4);
        assertThat(body.get("site").textValue()).isEqualTo("north");
        assertThat(body.get("GSW_DIAL_MODE").isNull()).isTrue();
        assertThat(body.get("GSW_CAMPAIGN_GROUP_NAME").textValue()).isEqualTo(Configured.name(1));
    }

    @Test
    void aThrottleLetsTwentyThroughInASecond() throws Exception {
        apply("A throttle");
        program.start();
        long before = System.nanoTime();
        process(
                "day.jsonl",
                IntStream.rangeClosed(1, GROUPS)
                        .mapToObj(group -> event("loaded", group))
                        .toArray(String[]::new));
        assertThat(receiver.requests()).hasSize(GROUPS);
        assertThat(receiver.requests().get(GROUPS - 1).nanoTime() - before)
                .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aSourceOfItsOwnGivesEachLineToItsLaneOnce() throws Exception {
        apply("A source of your own");
        replace("lifecycle-csv.xml", "file:dialer", "file:" + folder + "/dialer");
        program.start();
        handInCsv("day.csv", "1;loaded\n1;started\nnonsense\n1;stopped\n");
        await().until(() -> receiver.requests().size() == 3);
        handInCsv("day.csv", "1;loaded\n");
        handInCsv("next.csv", "1;unloaded\r\n");
        await().until(() -> actions().contains(8));
        assertThat(actions()).containsExactly(7, 9, 10, 8);
    }

    private void handInCsv(String name, String text) throws IOException {
        Path dialer = Files.createDirectories(folder.resolve("dialer"));
        Path writing = Files.writeString(dialer.resolve(name + ".tmp"), text);
        Files.move(writing, dialer.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void eachNotificationIsADocumentOfTheIndex() throws Exception {
        apply("Elasticsearch or OpenSearch");
        String uri = Recipe.named("Elasticsearch or OpenSearch").settings().get("campaigngroup-states-uri");
        receiver.answering(Answer.statusWithBody(201, "{\"result\":\"created\"}"));
        program.sendingTo(uri.replace("http://127.0.0.1:9200", receiver.uri("")))
                .start();
        process("day.json", event("loaded", 1));
        Receiver.Request request = receiver.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/campaign-groups/_doc");
        assertThat(request.headers())
                .containsEntry("authorization", "ApiKey aWQ6c2VjcmV0")
                .containsEntry("content-type", "application/json");
        assertThat(log.notifications(Level.WARN, "")).isEmpty();

        JsonNode mapping = new ObjectMapper()
                .readTree(Recipe.named("Elasticsearch or OpenSearch").json())
                .get("mappings");
        assertThat(mapping.at("/properties/GSW_DATE_TIME/format").textValue()).isEqualTo("epoch_second");
        assertThat(request.json().get("GSW_DATE_TIME").textValue()).matches("\\d+\\.\\d{3}");
    }

    private void apply(String heading) throws IOException {
        Recipe recipe = Recipe.named(heading);
        for (Recipe.Edit edit : recipe.edits()) {
            edit.applyIn(routes());
        }
        for (Map.Entry<String, String> file : recipe.newFiles().entrySet()) {
            Files.writeString(routes().resolve(file.getKey()), file.getValue());
        }
        Files.writeString(folder.resolve("application.properties"), recipe.properties(), StandardOpenOption.APPEND);
    }

    private void replace(String file, String text, String replacement) throws IOException {
        Path path = routes().resolve(file);
        assertThat(Files.readString(path)).containsOnlyOnce(text);
        Files.writeString(path, Files.readString(path).replace(text, replacement));
    }

    private Path routes() {
        return folder.resolve("routes");
    }

    /** Hands in events and waits until the program is through with them. */
    private void process(String file, String... events) {
        program.handInLifecycle(file, String.join("\n", events));
        await().until(() -> Files.exists(folder.resolve("inbox/lifecycle/.done").resolve(file)));
    }

    private static String inMode(String event, String mode) {
        return event(event, 1).replace("}", ",\"dialMode\":\"" + mode + "\"}");
    }

    private List<Integer> actions() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTION").intValue())
                .toList();
    }

    private List<String> headers(String name) {
        return receiver.requests().stream()
                .map(request -> request.headers().get(name))
                .collect(Collectors.toList());
    }

    private static List<String> ids(Receiver at) {
        return at.requests().stream()
                .map(request -> request.headers().get("ce-id"))
                .toList();
    }
}
