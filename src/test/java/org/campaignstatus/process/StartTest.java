package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the program does with an operator's mistakes when it starts: it says in one line what is wrong and where, and ends
 * with a status that is not 0.
 */
@Tag("process")
class StartTest {

    private static final String GROUPS = "{\"campaignGroups\":[%s]}";

    @TempDir
    Path folder;

    private RunningProgram program;

    @BeforeEach
    void everythingIsAsShipped() {
        program = RunningProgram.in(folder)
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    void end() {
        program.close();
    }

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
    void aSecretsFileThatIsMissingIsRejected() {
        program.settings(Map.of("http-bearer-token", "file:secrets/token"));
        assertThat(rejection()).isEqualTo("application.properties: http-bearer-token: secrets/token is missing");
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
    void aTrustStoreThatIsMissingIsRejected() {
        program.with("tls.trust-store", "none.p12");
        assertThat(rejection()).isEqualTo("application.properties: none.p12 is missing");
    }

    @Test
    void applicationPropertiesHasToBeThere() throws IOException {
        Files.delete(program.file("application.properties"));
        assertThat(rejection()).startsWith("application.properties is missing in " + folder.toRealPath());
    }

    @Test
    void theRoutesHaveToBeThere() throws IOException {
        Files.move(program.file("routes"), program.file("roads"));
        assertThat(rejection()).startsWith("the folder routes is missing in " + folder.toRealPath());
    }

    @Test
    void aFolderWithoutARouteIsRejected() {
        program.settings(Map.of("camel.main.routesIncludePattern", "file:routes/*.xlm"));
        assertThat(rejection())
                .isEqualTo("camel.main.routesIncludePattern is file:routes/*.xlm, and there is no such file");
    }

    @Test
    void theConfigurationHasToBeThere() throws IOException {
        Files.delete(program.file("configuration.json"));
        assertThat(rejection()).isEqualTo("configuration.json is missing: expected the campaign groups");
    }

    @Test
    void aFolderInPlaceOfTheConfigurationIsRejected() throws IOException {
        Files.delete(program.file("configuration.json"));
        Files.createDirectory(program.file("configuration.json"));
        assertThat(rejection()).isEqualTo("configuration.json: Is a directory");
    }

    @Test
    void aConfigurationThatIsNotJsonIsRejectedWithThePlace() {
        program.configuredBy("{\"campaignGroups\": [\n{\"dbid\": 1,}]}");
        assertThat(rejection())
                .startsWith("configuration.json: not valid JSON: ")
                .endsWith("(line 2, column 12)");
    }

    @Test
    void anIncompleteCampaignGroupIsRejectedWithThePlace() {
        program.configuredBy(GROUPS.formatted("{\"dbid\": 7, \"uuid\": \"u\", \"name\": \"n\"}"));
        assertThat(rejection())
                .isEqualTo(
                        "configuration.json: campaignGroups[0] (dbid 7): group is missing: expected a non-empty string");
    }

    @Test
    void anInvalidOptionOfACampaignGroupIsRejectedWithThePlaceAndWhatIsAllowed() {
        program.configuredBy(Configured.campaignGroups()
                .with(7, "http-response-timeout", "601")
                .json());
        assertThat(rejection())
                .isEqualTo("configuration.json: campaignGroups[0] (dbid 7): options: http-response-timeout is '601', "
                        + "allowed is 1 to 600 seconds");
    }

    @Test
    void aRouteFileThatIsNotXmlIsRejectedWithThePlace() throws IOException {
        editRoute("post", "</route>", "</rout>");
        assertThat(rejection())
                .startsWith("routes/post.xml, line " + endOfPost() + ", column ")
                .contains("\"route\"");
    }

    /** @return the line on which the shipped route ends */
    private static int endOfPost() throws IOException {
        return Files.readAllLines(Path.of("routes/post.xml")).indexOf("  </route>") + 1;
    }

    @Test
    void aRouteFileOfAnotherKindIsRejected() throws IOException {
        editRoute("post", "routes", "rooutes");
        assertThat(rejection())
                .startsWith("routes/post.xml, line 2, ")
                .endsWith(": unexpected element rooutes: expected routes");
    }

    @Test
    void aRouteWithoutAStartIsRejected() throws IOException {
        editRoute("post", "<from uri=\"direct:post\"/>", "");
        assertThat(rejection())
                .startsWith("routes/post.xml, line " + endOfPost() + ", ")
                .contains(": a route without from");
    }

    @Test
    void aStepThatCamelDoesNotKnowIsRejectedWithThePlace() throws IOException {
        editRoute("post", "<removeHeaders ", "<removeHaeders ");
        assertThat(rejection())
                .matches("routes/post.xml, line \\d+, column \\d+: Unexpected element .*removeHaeders.*");
    }

    @ParameterizedTest
    @CsvSource({
        "direct:post, dirrect:post, dirrect",
        "ref=\"attempts\", ref=\"attemptz\", attemptz",
        "direct:post, direct:{{site.post}}, site.post"
    })
    void aStepThatNeedsWhatIsNotThereIsRejectedWithThePlace(String text, String edited, String missing)
            throws IOException {
        editRoute("post", text, edited);
        assertThat(rejection()).startsWith("routes/post.xml, line ").contains(missing);
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
    void aManagementPortThatIsNoneIsRejected() {
        program.without("camel.management.port").settings(Map.of("camel.management.port", "none"));
        assertThat(rejection()).endsWith("camel.management.port is 'none', allowed is 1 to 65535");
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
    void aFileInPlaceOfTheBrokersDataIsRejected() {
        program.with("lifecycle.jms.enabled", "true").write("data/broker", "");
        assertThat(rejection())
                .isEqualTo(
                        "application.properties: jms.data-directory is 'data/broker', allowed is a folder that can be"
                                + " written to");
    }

    @Test
    void aBrokerUrlThatIsNoneIsRejected() {
        program.settings(Map.of("lifecycle.jms.enabled", "true", "jms.broker-url", "tpc://127.0.0.1:1"));
        assertThat(rejection())
                .startsWith("application.properties: jms.broker-url is 'tpc://127.0.0.1:1', allowed is embedded or an"
                        + " Artemis URL");
    }

    @Test
    void aFileInPlaceOfAnInboxIsRejected() {
        program.settings(Map.of("lifecycle.file.directory", "configuration.json"));
        assertThat(rejection())
                .isEqualTo(
                        "application.properties: lifecycle.file.directory is 'configuration.json', allowed is a folder that"
                                + " can be written to");
    }

    @Test
    void aConnectionFactoryThatIsNotThereIsRejected() {
        program.settings(Map.of("camel.beans.connectionFactory", "#class:com.example.NoFactory"));
        assertThat(program.launch().exitStatus()).isEqualTo(1);
        assertThat(program.errors().get(0))
                .matches("Cannot start: application.properties, line \\d+: camel.beans.connectionFactory: the class"
                        + " com.example.NoFactory is missing on the class path");
    }

    @Test
    void aKeyOfCamelThatIsMisspeltIsRejected() {
        program.settings(Map.of("camel.main.nmae", "x"));
        assertThat(program.launch().exitStatus()).isEqualTo(1);
        assertThat(program.errors().get(0))
                .matches(
                        "Cannot start: application.properties, line \\d+: unknown key camel.main.nmae with the value 'x',"
                                + " did you mean camel.main.name\\?");
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

    private void editRoute(String route, String text, String edited) throws IOException {
        Path file = program.file("routes/" + route + ".xml");
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, edited));
    }

    /** @return the one line that says why the program did not start */
    private String rejection() {
        List<String> reasons = rejections();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    /** @return the lines that say why the program did not start, beside those that say what was not looked at */
    private List<String> rejections() {
        int status = program.launch().exitStatus();

        assertThat(status).isEqualTo(1);
        assertThat(program.output()).noneMatch(StartTest::isOfAStackTrace);
        assertThat(Files.exists(program.file("data/broker/journal"))).isFalse();
        return program.errors().stream()
                .filter(line -> !line.contains(" not looked at, because of what is wrong with "))
                .peek(line -> assertThat(line).startsWith("Cannot start: "))
                .map(line -> line.substring("Cannot start: ".length())
                        .replaceFirst("^application.properties, line \\d+", "application.properties"))
                .toList();
    }

    private static boolean isOfAStackTrace(String line) {
        return line.matches("\\s+at .*|Caused by: .*") || line.matches("[a-z.]+[.][A-Z]\\w*(Exception|Error)(: .*)?");
    }
}
