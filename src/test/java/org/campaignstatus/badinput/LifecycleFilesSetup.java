package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.contract.Schema;
import org.campaignstatus.harness.InboxFolder;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A program that reads lifecycle events from files, and what its receiver got and its inbox holds. */
abstract class LifecycleFilesSetup {

    static final String CONFIGURATION = """
            {"campaignGroups": [
              {"dbid": 124, "uuid": "u124", "name": "Campaign1@Group1", "group": "Group1", "campaign": "Campaign1"},
              {"dbid": 125, "uuid": "u125", "name": "Twin", "group": "Group1", "campaign": "Campaign2"},
              {"dbid": 126, "uuid": "u126", "name": "Twin", "group": "Group2", "campaign": "Campaign2"}]}
            """;

    static final int MEBIBYTE = 1024 * 1024;

    @TempDir
    static Path folder;

    static Receiver receiver;
    static Program program;
    static InboxFolder inbox;
    static int serial;

    int before;

    @BeforeAll
    static void start() throws Exception {
        receiver = Receiver.start();
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(CONFIGURATION)
                .start();
        inbox = program.lifecycleInbox();
    }

    @AfterAll
    static void stop() {
        Schema.assertNotifications(receiver);
        program.close();
        receiver.close();
    }

    @BeforeEach
    void count() {
        before = receiver.requests().size();
        serial++;
    }

    static void assertReasons(String name, String... beginnings) {
        List<String> reasons = inbox.reasons(name);
        assertThat(reasons).hasSize(beginnings.length);
        for (int i = 0; i < beginnings.length; i++) {
            assertThat(reasons.get(i)).startsWith(beginnings[i]).hasSizeLessThan(400);
        }
    }

    /** The files that have been taken are through with their notifications, so that nothing can follow. */
    void assertSent(Integer... actors) {
        List<JsonNode> sent = receiver.requests().stream()
                .skip(before)
                .map(Receiver.Request::json)
                .toList();
        assertThat(sent)
                .extracting(json -> json.path("GSW_CAMPAIGN_GROUP_ACTOR").asInt())
                .containsExactly(actors);
    }

    static String name(String rest) {
        return "test-" + serial + rest;
    }

    static byte[] good(int actor) {
        return utf8("{\"event\": \"loaded\", \"campaignGroup\": 124, \"actor\": " + actor + "}");
    }

    static byte[] lines(byte[]... lines) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            file.writeBytes(line);
            file.write('\n');
        }
        return file.toByteArray();
    }

    static byte[] array(byte[]... elements) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            file.write(file.size() == 0 ? '[' : ',');
            file.writeBytes(element);
        }
        file.write(']');
        return file.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
