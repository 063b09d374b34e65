package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.Test;

/** An operator's mistakes in settings and connections stop the start, with one line for each. */
final class StartTest extends StartSetup {

    @Test
    void unknownKeysAreNamedWithTheOnesThatWereMeant() {
        program.settings(Map.of(
                        "send-campaigngroup-state", "1", "campaingroup-states-uri", "1", "lifecycle.jms.que", "1"))
                .with("http-response-timeot", "1");
        assertThat(rejections())
                .containsExactlyInAnyOrder(
                        "application.properties: unknown key send-campaigngroup-state, did you mean send-campaigngroup-states?",
                        "application.properties: unknown key campaingroup-states-uri, did you mean campaigngroup-states-uri?",
                        "application.properties: unknown key lifecycle.jms.que, did you mean lifecycle.jms.queue?",
                        "-Dhttp-response-timeot: unknown key http-response-timeot, did you mean http-response-timeout?");
    }

    @Test
    void valuesThatAreNotAllowedAreNamedWithTheirKeysAndWhatIsAllowed() {
        List<Setting<?>> keys = SettingKeys.all().stream()
                .filter(key -> !key.name().matches(".*\\.(username|password)"))
                .toList();
        program.settings(keys.stream().collect(Collectors.toMap(Setting::name, StartTest::notAllowed)));
        assertThat(rejections())
                .containsExactlyInAnyOrderElementsOf(keys.stream()
                        .map(key -> "application.properties: %s is '%s', allowed is %s"
                                .formatted(key, key.secret() ? "***" : notAllowed(key), key.allowed()))
                        .toList());
    }

    /** A name may be anything but empty; no text, path or word has the character NUL. */
    private static String notAllowed(Setting<?> key) {
        return isText(key) ? "" : "x \u0000 x";
    }

    private static boolean isText(Setting<?> key) {
        return key == SettingKeys.BROKER_URL
                || key == SettingKeys.LIFECYCLE_QUEUE
                || key == SettingKeys.STATISTICS_TOPIC;
    }

    @Test
    void invalidSystemPropertiesAndEnvironmentVariablesAreRejectedWithoutShowingASecret() {
        program.with("http-connection-pool-size", "0")
                .withEnvironment("CAMPAIGNGROUP_STATES_INTERVAL", "86401")
                .withEnvironment("WEBHOOK_SIGNING_SECRET", "whsec_sesame");
        assertThat(rejections())
                .containsExactlyInAnyOrder(
                        "system property or environment variable: http-connection-pool-size is '0', "
                                + "allowed is 1 to 1000 connections",
                        "system property or environment variable: campaigngroup-states-interval is '86401', "
                                + "allowed is 0 for no periodic messages, or 1 to 86400 seconds",
                        "system property or environment variable: webhook-signing-secret is '***', allowed is one or "
                                + "two secrets, separated by a space, each whsec_ and 24 to 64 bytes in Base64");
    }

    @Test
    void filesAndFoldersThatAreNotWhatTheyShouldBeAreRejectedAndAPortThatIsNone() {
        program.without("camel.management.port")
                .with("tls.trust-store", "none.p12")
                .settings(Map.of(
                        "http-bearer-token", "file:secrets/token",
                        "camel.management.port", "none",
                        "lifecycle.jms.enabled", "true",
                        "lifecycle.file.directory", "configuration.json"))
                .write("data/broker", "");
        String folder = "allowed is a folder that can be written to";
        assertThat(rejections())
                .containsExactlyInAnyOrder(
                        "application.properties: http-bearer-token: secrets/token is missing",
                        "application.properties: none.p12 is missing",
                        "application.properties: camel.management.port is 'none', allowed is 1 to 65535",
                        "application.properties: jms.data-directory is 'data/broker', " + folder,
                        "application.properties: lifecycle.file.directory is 'configuration.json', " + folder);
    }

    @Test
    void anAuthenticationThatLacksItsSecretIsRejected() {
        program.settings(Map.of(
                "send-campaigngroup-states", "true",
                "campaigngroup-states-uri", "https://reports.example.com/states",
                "http-authentication", "bearer"));
        assertThat(rejection())
                .startsWith("options of campaign group ")
                .endsWith(": http-authentication is bearer, and http-bearer-token is missing");
    }

    @Test
    void aManagementPortThatIsTakenIsRejected() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            program.with("camel.management.port", port);
            assertThat(rejection())
                    .startsWith("camel.management.port is %s, and 127.0.0.1:%s cannot be listened on: "
                            .formatted(port, port));
        }
    }

    @Test
    void aBrokerPortThatIsTakenIsRejectedBeforeTheBrokerHasData() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            program.with("lifecycle.jms.enabled", "true")
                    .with("camel.beans.connectionFactory.port", Integer.toString(port));
            assertThat(rejection())
                    .startsWith(
                            "jms.broker-url is embedded, and the broker cannot start on 127.0.0.1:%d with its data in data/broker: "
                                    .formatted(port));
            assertThat(program.file("data/broker")).doesNotExist();
        }
    }

    @Test
    void aBrokerUrlThatIsNoneIsRejected() {
        program.settings(Map.of("lifecycle.jms.enabled", "true", "jms.broker-url", "tpc://127.0.0.1:1"));
        assertThat(rejection())
                .startsWith("application.properties: jms.broker-url is 'tpc://127.0.0.1:1', allowed is embedded or an"
                        + " Artemis URL");
    }

    @Test
    void systemPropertiesAndEnvironmentVariablesComeBeforeTheFileAndItsEdits() {
        try (Receiver receiver = Receiver.start()) {
            program.configuredBy(Configured.campaignGroups().with(1).with(2).json())
                    .with("campaigngroup-states-uri", receiver.uri("/system-property"))
                    .withEnvironment("SEND_CAMPAIGNGROUP_STATES", "yes")
                    .withEnvironment("LIFECYCLE_FILE_DIRECTORY", "elsewhere")
                    .settings(Map.of("campaigngroup-states-uri", receiver.uri("/file")))
                    .start();
            hand("1.json", 1);
            waiting().until(() -> receiver.requests().size() == 1);
            program.settings(
                    Map.of("campaigngroup-states-uri", receiver.uri("/edit"), "send-campaigngroup-states", "false"));
            waiting().until(() -> program.says("application.properties has changed and is in force"));
            hand("2.json", 2);
            waiting().until(() -> receiver.requests().size() == 2);

            assertThat(receiver.requests()).extracting(Receiver.Request::target).containsOnly("/system-property");
            assertThat(program.file("inbox/lifecycle")).doesNotExist();
        }
    }

    private void hand(String name, int group) {
        program.write("elsewhere/" + name, Configured.event("loaded", group));
    }
}
