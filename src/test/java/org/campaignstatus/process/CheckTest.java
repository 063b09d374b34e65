package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** --check names everything that is wrong with settings, configuration and routes. */
final class CheckTest extends CommandLineSetup {

    @Test
    void nothingIsWrongWithWhatIsShippedAndNothingIsTouched() throws IOException {
        List<String> before = files();
        program.sendingTo(receiver.uri("/"))
                .with("lifecycle.jms.enabled", "true")
                .with("statistics.jms.enabled", "true")
                .with("jms.broker-url", "tcp://127.0.0.1:" + receiver.port())
                .with("ingest.http.enabled", "true")
                // somebody else's, which is none of the check's business
                .with("ingest.http.port", Integer.toString(receiver.port()));
        assertThat(statusOf("--check")).isZero();
        assertThat(program.output()).containsExactly("Nothing is wrong");
        assertThat(program.errors()).isEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void aStepWithoutEffectIsAWarning() throws IOException {
        edit("lifecycle.xml", "uri=\"direct:notify\"/>", "uri=\"direct:notify\"/><stop/><log message=\"x\"/>");
        assertThat(statusOf("--check")).isZero();
        assertThat(program.output())
                .containsExactly(
                        "WARN routes/lifecycle.xml, line 15: no message gets to log, because stop before it ends the"
                                + " route: expected it before that, or not at all",
                        "Nothing else is wrong");
    }

    @Test
    void everyUnusableSettingIsNamedWithItsLine() {
        program.settings(Map.of("http-response-timeout", "0", "lifecycle.jms.que", "x", "statistics.max-age", "never"))
                .with("statistics.jms.topi", "x");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .hasSize(4)
                .anyMatch(line -> line.matches(
                        "application.properties, line \\d+: http-response-timeout is '0', allowed is 1 to 600 seconds"))
                .anyMatch(line -> line.matches(
                        "application.properties, line \\d+: unknown key lifecycle.jms.que, did you mean .*"))
                .anyMatch(line ->
                        line.matches("application.properties, line \\d+: statistics.max-age is 'never', allowed is .*"))
                .anyMatch(line -> line.matches("-Dstatistics.jms.topi: unknown key statistics.jms.topi, did you .*"));
    }

    @Test
    void withWrongSettingsConfigurationAndRoutesAreLookedAtAllTheSame() throws IOException {
        program.settings(Map.of(
                        "lifecycle.jms.enabled", "true",
                        "lifecycle.jms.consumers", "many",
                        "lifecycle.file.directory", "",
                        "dialer.sql.enabled", "true",
                        "dialer.sql.url", "mysql",
                        "camel.management.port", "ninety",
                        "tls.trust-store", "configuration.json"))
                .without("camel.management.port")
                .configuredBy("{\"campaignGroups\": [{\"dbid\": 1}]}");
        edit("lifecycle-jms.xml", "{{lifecycle.jms.consumers}}", "{{lifecycle.jms.consumers}}&amp;colour=red");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .anyMatch(
                        line -> line.matches("application.properties, line \\d+: lifecycle.jms.consumers is 'many'.*"))
                .anyMatch(line -> line.matches("application.properties, line \\d+: lifecycle.file.directory is ''.*"))
                .anyMatch(
                        line -> line.matches("application.properties, line \\d+: dialer.sql.url is 'mysql', allowed.*"))
                .anyMatch(line -> line.startsWith("application.properties: camel.management.port is 'ninety'"))
                .anyMatch(line -> line.startsWith("application.properties: tls.trust-store: configuration.json cannot"))
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[0] (dbid 1): uuid is missing"))
                .anyMatch(line -> line.matches("routes/lifecycle-jms.xml, line \\d+: .* no such option: colour.*"))
                .hasSize(7);
        assertThat(program.errors()).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtForAWrongSettingIsSaidAndNotGuessed() {
        program.settings(Map.of("http-authentication", "basci", "tls.trust-store-password", "file:nowhere"))
                .sendingTo(receiver.uri("/"))
                .with("lifecycle.jms.consumers", "many");
        String because = " not looked at, because of what is wrong with ";
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .contains(
                        "whether the options of every campaign group go together was" + because + "http-authentication",
                        "the stores for TLS were" + because + "tls.trust-store-password")
                .anyMatch(line -> line.contains("http-authentication is 'basci'"))
                .anyMatch(line -> line.contains("tls.trust-store-password: "))
                .anyMatch(
                        line -> line.startsWith("system property or environment variable: lifecycle.jms.consumers is"))
                .hasSize(5);
    }

    @Test
    void settingsThatCannotBeReadAreTheOnlyProblem() {
        program.write("application.properties", "lifecycle.jms.queue = \\u00zz");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .containsExactly(
                        "application.properties: Malformed \\uxxxx encoding.",
                        "configuration and routes were not looked at, because of what is wrong with the settings");
    }

    @Test
    void aClassThatIsMissingKeepsRoutesFromBeingLookedAt() throws IOException {
        program.settings(Map.of("camel.beans.connectionFactory", "#class:com.example.Missing"));
        edit("periodic.xml", "</route>", "</rout>");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .hasSize(2)
                .anyMatch(
                        line -> line.matches(
                                "application.properties, line \\d+: camel.beans.connectionFactory: the class com.example.Missing is missing.*"))
                .contains("the routes were not looked at, because of what is wrong with the settings");
    }

    @Test
    void everythingThatIsWrongWithConfigurationAndRoutesIsNamed() throws IOException {
        program.configuredBy("""
                {"campaignGroups": [{"dbid": 1}, {"dbid": "two"},
                  {"dbid": 3, "uuid": "u", "name": "n", "group": "g", "campaign": "c",
                   "options": {"http-response-timeout": "0"}}]}""");
        edit("notify.xml", "ref=\"buildNotification\"", "ref=\"buildNotifications\"");
        edit("statistics-file.xml", "sortBy=file:name", "sortBy=file:name&amp;colour=red");
        edit("lifecycle.xml", "id=\"if-new\"", "id=\"if-new\" colour=\"red\"");
        edit("periodic.xml", "</route>", "</rout>");
        assertThat(statusOf("--check")).isEqualTo(1);
        assertThat(program.output())
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[0] (dbid 1): uuid is missing"))
                .anyMatch(line -> line.contains("configuration.json: campaignGroups[1] (dbid \"two\")"))
                .anyMatch(line -> line.contains("campaignGroups[2] (dbid 3)") && line.contains("http-response-timeout"))
                .anyMatch(line -> line.matches("routes/notify.xml, line \\d+: there is no bean buildNotifications, did"
                        + " you mean buildNotification\\?"))
                .anyMatch(line -> line.matches(
                        "routes/statistics-file.xml, line \\d+: file:inbox/statistics has no such option: colour.*"))
                .anyMatch(line -> line.startsWith("routes/lifecycle.xml, line ") && line.contains("colour"))
                .anyMatch(line -> line.startsWith("routes/periodic.xml, line "))
                .hasSize(7);
    }
}
