package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind a key means the same to Camel as to everybody else in the program, whatever it is made of. */
@Tag("process")
class OneReadingTest {

    @TempDir
    Path folder;

    private Receiver receiver;
    private RunningProgram program;
    private final Map<String, String> settings = new TreeMap<>();

    @BeforeEach
    void asShipped() {
        receiver = Receiver.start();
        settings.put("campaigngroup-states-interval", "0");
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .sendingTo(receiver.uri("/"))
                .withEnvironment("SITE", "Hall 4");
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    /** A system property counts for Camel more than a file, unless it is told otherwise. */
    @Test
    void theSameHoldsForASystemProperty() throws IOException {
        program.with("lifecycle.file.directory", "inbox/%41{{env:SITE}}")
                .settings(settings)
                .start();
        assertThat(locked()).containsExactlyInAnyOrder("inbox/%41Hall 4", "inbox/statistics");
        handIn("inbox/%41Hall 4");
        waiting().until(() -> receiver.requests().size() == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in box/Zürich %41/a+b&c=d;e#f | in box/Zürich %41/a+b&c=d;e#f"
                        + "| pässwörd 50%41+&?#=;/ a\\\\b {{env:SITE}} | pässwörd 50%41+&?#=;/ a\\b Hall 4",
                "inbox/{{env:SITE}} | inbox/Hall 4 | #bean:connectionFactory | #bean:connectionFactory",
                "inbox/{{site.name:x}}/{{site.hall}}\\\\{{x}} | inbox/x/4{{x}}"
                        + "| Winter\\\\{{2026\\\\}}x | Winter{{2026}}x",
                "inbox/日本😀%zz | inbox/日本😀%zz | half{{open | half{{open"
            })
    void theFolderThatIsLockedIsTheOneThatIsPolledAndTheBrokerLetsInWhoeverHasThePasswordAsItIsMeant(
            String inbox, String inboxMeant, String password, String passwordMeant) throws Exception {
        settings.putAll(Map.of(
                "lifecycle.file.directory", inbox,
                "site.hall", "4",
                "lifecycle.jms.enabled", "true",
                "lifecycle.jms.queue", "über/%41 & co",
                "lifecycle.jms.consumers", "2",
                "jms.username", "Jürgen",
                "jms.password", password,
                "notification.failed", "jms:queue:lost %41"));
        program.settings(settings).start();
        assertThat(locked()).containsExactlyInAnyOrder(inboxMeant, "inbox/statistics");
        handIn(inboxMeant);
        waiting().until(() -> receiver.requests().size() == 1);
        try (Broker broker =
                Broker.connect(new ActiveMQConnectionFactory(program.brokerUrl(), "Jürgen", passwordMeant))) {
            broker.send("über/%41 & co", Configured.event("started", 1));
            waiting().until(() -> receiver.requests().size() == 2);
            broker.send("über/%41 & co", "no event");
            assertThat(broker.receive("über/%41 & co.failed")).isNotNull();
        }
        waiting().until(() -> program.health("health/ready").status() == 200);
    }

    @Test
    void databaseAndDeadLettersStandWhereTheSettingsSay() {
        settings.putAll(Map.of("database.url", "jdbc:sqlite:dätä %41/x.db", "notification.failed", "vermißt/%41 & co"));
        program.settings(settings)
                .with("campaigngroup-states-uri", "http://127.0.0.1:9/")
                .start();
        program.handInLifecycle("1.json", Configured.event("loaded", 1));
        waiting()
                .until(() -> Stream.of(program.file("vermißt/%41 & co").toFile().list())
                        .anyMatch(name -> name.endsWith(".json")));
        assertThat(program.file("dätä %41/x.db")).exists();
    }

    private void handIn(String inbox) throws IOException {
        Path writing = Files.writeString(program.file(inbox).resolve("writing"), Configured.event("loaded", 1));
        Files.move(writing, program.file(inbox).resolve("1.json"));
    }

    private List<String> locked() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(".lock"))
                    .map(file -> folder.relativize(file.getParent()).toString())
                    .toList();
        }
    }
}
