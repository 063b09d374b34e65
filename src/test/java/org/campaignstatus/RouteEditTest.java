package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** What an integrator adds by editing XML alone, as docs/routes.md shows it. */
final class RouteEditTest {

    private static final String MARSHAL = "<marshal id=\"to-json\"><json library=\"Jackson\"/></marshal>";

    private final Receiver receiver = Receiver.start();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void copyTheRoutes() {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .configuredBy(Configured.campaignGroups().with(1).with(2).json());
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
    }

    @Test
    void aWireTapCopiesEachNotificationToAQueue() throws Exception {
        insertBehindMarshal("<wireTap uri=\"jms:queue:campaigngroup.copy\"/>");
        program.start();
        program.handInLifecycle("day.jsonl", event("loaded", 1) + "\n" + event("started", 1));
        await().until(() -> receiver.requests().size() == 2);

        try (Broker broker = program.broker()) {
            List<String> copies = List.of(broker.receive("campaigngroup.copy"), broker.receive("campaigngroup.copy"));
            assertThat(copies)
                    .containsExactlyInAnyOrderElementsOf(receiver.requests().stream()
                            .map(Receiver.Request::text)
                            .toList());
            assertThat(broker.count("campaigngroup.copy")).isZero();
        }
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void aFilterKeepsSomeNotificationsBack() throws Exception {
        insertBehindMarshal("<filter><simple>${bodyAs(String)} contains '\"GSW_CAMPAIGN_GROUP_ACTION\":7'</simple>"
                + "<log message=\"not sent\" loggingLevel=\"DEBUG\"/><stop/></filter>");
        program.start();
        program.handInLifecycle("day.jsonl", event("loaded", 1) + "\n" + event("started", 1));
        await().until(() -> Files.exists(folder.resolve("inbox/lifecycle/.done/day.jsonl")));

        assertThat(actions()).containsExactly(9);
    }

    @Test
    void aHeaderThatIsSetBehindTheRemovalIsSent() throws Exception {
        insertBehindMarshal("<setHeader name=\"X-Site\"><constant>north</constant></setHeader>");
        program.start();
        program.handInLifecycle("day.json", event("loaded", 1));
        await().until(() -> !receiver.requests().isEmpty());

        assertThat(receiver.requests().get(0).headers()).containsEntry("x-site", "north");
    }

    /** The client would repeat a POST by itself after this answer, if only it could: it cannot read the body twice. */
    @Test
    void aBodyThatCanBeReadAgainDoesNotMakeThePostRepeated() throws Exception {
        insertBehindMarshal("<convertBodyTo type=\"java.lang.String\"/>");
        receiver.answering(Answer.statusWith(503, "Retry-After: 0").once(Answer.status(200)));
        program.start();
        try (LogCapture log = LogCapture.start()) {
            program.handInLifecycle("day.jsonl", event("loaded", 1) + "\n" + event("started", 1));
            await().until(() -> Files.exists(folder.resolve("inbox/lifecycle/.done/day.jsonl")));

            assertThat(log.notifications(Level.WARN, "answer 503, not repeated"))
                    .hasSize(1);
        }
        assertThat(actions()).containsExactly(7, 9);
    }

    private List<Integer> actions() {
        return receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTION").intValue())
                .toList();
    }

    private void insertBehindMarshal(String step) throws IOException {
        Path post = folder.resolve("routes/post.xml");
        String shipped = Files.readString(post);
        assertThat(shipped).containsOnlyOnce(MARSHAL);
        Files.writeString(post, shipped.replace(MARSHAL, MARSHAL + "\n    " + step));
    }
}
