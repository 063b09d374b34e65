package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.harness.ShippedSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody writes in place while events arrive: half of one may look like a good one. */
@Tag("process")
class HalfWrittenFilesTest {

    @TempDir
    Path folder;

    private Receiver receiver;
    private RunningProgram program;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        receiver = Receiver.start();
        settings = new TreeMap<>(Map.of(
                "send-campaigngroup-states", "true",
                "campaigngroup-states-uri", receiver.uri("/"),
                "campaigngroup-states-interval", "0",
                "http-authentication", "bearer",
                "http-bearer-token", "file:token"));
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json())
                .settings(settings);
        program.write("token", "first-half-and-second-half");
        program.start();
    }

    @AfterEach
    void end() {
        program.close();
        receiver.close();
    }

    /** The keys that turn notifications on stand at the end of the file. */
    @Test
    void theFirstHalfOfApplicationPropertiesIsNotInForce() {
        String whole = ShippedSettings.with(settings);
        program.write("application.properties", whole.substring(0, whole.length() / 2));
        tell("loaded");

        assertThat(receiver.requests()).hasSize(1);
        settings.put("campaigngroup-states-uri", receiver.uri("/whole"));
        program.write("application.properties", ShippedSettings.with(settings));
        waiting().until(() -> program.says("application.properties has changed and is in force"));
        tell("started");
        assertThat(receiver.requests().get(1).target()).isEqualTo("/whole");
    }

    @Test
    void keysThatAreGoneForLongAreNamedInOneLineAndThenTheirDefaultsApply() {
        settings.remove("campaigngroup-states-interval");
        settings.remove("http-authentication");
        settings.remove("http-bearer-token");
        String rest = ShippedSettings.with(settings)
                .replaceAll("(?m)^(campaigngroup-states-interval|http-authentication) .*\n", "");
        program.write("application.properties", rest);
        waiting().until(() -> program.says("application.properties has changed and is in force"));

        assertThat(program.logged("WARN"))
                .filteredOn(line -> line.contains("no longer has"))
                .singleElement()
                .asString()
                .endsWith("application.properties no longer has campaigngroup-states-interval, http-authentication,"
                        + " http-bearer-token: the edit applies once it has stood for 10 seconds");
        tell("loaded");
        assertThat(receiver.requests().get(0).headers()).doesNotContainKey("authorization");
    }

    @Test
    void theFirstHalfOfASecretIsNotShownToTheReceiver() {
        program.write("token", "first-half");
        tell("loaded");
        assertThat(authorization(0)).isEqualTo("Bearer first-half-and-second-half");

        program.write("token", "first-half-and-another-half");
        waiting().until(() -> {
            tell("started");
            return !authorization(receiver.requests().size() - 1).equals("Bearer first-half-and-second-half");
        });
        assertThat(authorization(receiver.requests().size() - 1)).isEqualTo("Bearer first-half-and-another-half");
    }

    private String authorization(int request) {
        return receiver.requests().get(request).headers().get("authorization");
    }

    private void tell(String event) {
        int before = receiver.requests().size();
        program.handInLifecycle(before + ".json", Configured.event(event, 1));
        waiting().until(() -> receiver.requests().size() > before);
    }
}
