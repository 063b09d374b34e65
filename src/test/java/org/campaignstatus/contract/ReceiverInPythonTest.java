package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of docs/notifications.md, read from the page, gets what the program sends. */
@Tag("tools")
final class ReceiverInPythonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("a secret of 32 bytes for a test.".getBytes(StandardCharsets.US_ASCII));

    private static final String BEFORE = """
            import base64, hmac, json, sys, time
            """;
    private static final String BEHIND = """
            def process(subject, kind, when, lost, state):
                told.append(kind.rsplit(".", 1)[1] + " " + str(lost))
            seen, last, told = set(), {}, []
            for line in sys.stdin:
                request = json.loads(line)
                body = base64.b64decode(request["body"])
                told.append(accept(request["headers"], body, sys.argv[1], seen, last))
            print(json.dumps(told))
            """;

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void configure() {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("webhook-signing-secret", SECRET)
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    private void process(String... events) throws Exception {
        program.start();
        program.handInLifecycle("day.jsonl", String.join("\n", events));
        await().until(() -> Files.exists(folder.resolve("inbox/lifecycle/.done/day.jsonl")));
    }

    @Test
    void itCountsWhatIsLostAndProcessesADuplicateOnce() throws Exception {
        process(event("loaded", 1), event("started", 1), event("stopped", 1));
        List<Receiver.Request> got = receiver.requests();

        assertThat(told(List.of(got.get(0), got.get(2), got.get(2))))
                .containsExactly("loaded 0", 204, "stopped 1", 204, 204);
    }

    @Test
    void whatTheRecipeFiltersIsNotLost() throws Exception {
        for (Recipe.Edit edit : Recipe.named("Some dial modes only").edits()) {
            edit.applyIn(folder.resolve("routes"));
        }
        process(
                event("loaded", 1),
                event("started", 1).replace("}", ",\"dialMode\":\"Preview\"}"),
                event("dial-mode-changed", 1).replace("}", ",\"dialMode\":\"Predict\"}"),
                event("stopped", 1));

        assertThat(told(receiver.requests()))
                .containsExactly("loaded 0", 204, "dial-mode-changed 0", 204, "stopped 0", 204);
    }

    /** @return the answers, and before them what was processed with the number of those lost */
    private List<Object> told(List<Receiver.Request> requests) throws IOException, InterruptedException {
        Matcher receiver = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/notifications.md")));
        assertThat(receiver.find()).isTrue();
        Path script = Files.writeString(folder.resolve("receiver.py"), BEFORE + receiver.group(1) + BEHIND);
        List<String> lines = new ArrayList<>();
        for (Receiver.Request request : requests) {
            lines.add(line(request));
        }
        Process python = new ProcessBuilder("python3", script.toString(), SECRET)
                .redirectInput(Files.write(folder.resolve("requests"), lines).toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(printed).isZero();
        return List.of(JSON.readValue(printed, Object[].class));
    }

    private static String line(Receiver.Request request) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return JSON.writeValueAsString(
                Map.of("headers", headers, "body", Base64.getEncoder().encodeToString(request.body())));
    }
}
