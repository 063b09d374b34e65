package org.campaignstatus.process;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.Test;

/** Mistakes in what an operator writes: {@code --check} and the start tell the same, all of it, where it is, and no secret. */
final class MistakesTest extends ShippedSetup {

    private final Map<String, String> settings = new TreeMap<>();

    @Test
    void wrongValuesAreNamedByTheirKeysAndNeverShown() {
        settings.putAll(Map.ofEntries(
                entry("jms.password", "Winter{{8765}}x"),
                entry("database.password", "Winter{{8765}}x"),
                entry("database.url", "jdbc:mysql://u:Winter8765@h/db;password=Winter8765"),
                entry("http-bearer-token", "Winter{{8765}}"),
                entry("campaigngroup-states-uri", "http://u:Win/ter8765@h/"),
                entry("oauth2-token-uri", "ftp://h/?key=Winter8765"),
                entry("camel.beans.connectionFactory.passwrd", "Winter8765"),
                entry("camel.beans.connectionFactory.colour", "Winter8765"),
                entry("camel.beans.connectionFactory.password", "Winter{{8765}}x"),
                entry("camel.component.jms.pasword", "Winter8765"),
                entry("camel.ssl.keyStorePasword", "Winter8765")));
        program.settings(settings);
        List<String> told = told();
        assertThat(told.toString() + program.output()).doesNotContain("Winter").doesNotContain("8765");
        assertThat(settings.keySet())
                .allSatisfy(key -> assertThat(told)
                        .filteredOn(line -> line.split(", did you mean")[0].contains(key))
                        .singleElement()
                        .asString()
                        .matches("application.properties, line \\d+: .*"));
    }

    @Test
    void aSecretOfTheSitesOwnIsNotShownByTheRouteThatUsesIt() throws IOException {
        settings.put("site.password", "Winter{{8765}}x");
        program.settings(settings);
        program.write(
                "routes/site.xml",
                "<route id=\"site\"><from uri=\"direct:site\"/><to uri=\"http:site?authPassword={{site.password}}\"/></route>");
        assertThat(told().toString() + program.output())
                .contains("site.password")
                .doesNotContain("Winter");
    }

    @Test
    void anUnknownOptionOfAnEndpointIsNamedWithoutItsValue() {
        program.write(
                "routes/site.xml",
                "<route id=\"site\"><from uri=\"timer:site?passwrd=Winter8765\"/><log message=\"x\"/></route>");
        assertThat(told().toString() + program.output()).contains("passwrd").doesNotContain("Winter");
    }

    @Test
    void anUnknownKeyOfCamelIsNamedWithValueOriginAndTheNearestOne() {
        program.with("camel.management.prot", "22").withEnvironment("CAMEL_MAIN_NMAE", "22");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "-Dcamel.management.prot: unknown key camel.management.prot with the value '22', did you"
                                + " mean camel.management.port?",
                        "environment variable CAMEL_MAIN_NMAE: unknown key"
                                + " camel.main.nmae with the value '22', did you mean camel.main.name?");
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        settings.putAll(Map.of(
                "camel.component.jms.recoveryInterval", "Winter",
                "camel.component.jms.max-concurrent-consumers", "many",
                "camel.beans.connectionFactory.passwrd", "x",
                "camel.beans.dataSource.maximumPoolSize", "many",
                "camel.beans.own", "#class:com.example.Own",
                "camel.main.nmae", "x",
                "http-response-timeout", "0",
                "lifecycle.file.directory", "configuration.json/x"));
        program.settings(settings);
        assertThat(told())
                .anyMatch(line -> line.matches(".*recoveryInterval is 'Winter', allowed is long"))
                .anyMatch(line -> line.matches(".*max-concurrent-consumers is 'many', allowed is int"))
                .anyMatch(line -> line.contains("connectionFactory.passwrd, did you mean"))
                .anyMatch(line -> line.contains("dataSource.maximumPoolSize is 'many', allowed is int"))
                .anyMatch(line -> line.matches("application.properties, line \\d+: camel.beans.own: the class"
                        + " com.example.Own is missing on the class path.*"))
                .anyMatch(line -> line.matches("application.properties, line \\d+: unknown key camel.main.nmae with the"
                        + " value 'x', did you mean camel.main.name\\?"))
                .anyMatch(line -> line.contains("http-response-timeout is '0'"))
                .anyMatch(line -> line.contains("lifecycle.file.directory is 'configuration.json/x'"))
                .contains("the routes were not looked at, because of what is wrong with the settings")
                .hasSize(9);
    }

    @Test
    void foldersThatCannotBeMadeAreNamedByTheCheckToo() throws IOException {
        Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        settings.put("lifecycle.file.directory", "closed/x/lifecycle");
        settings.put("statistics.file.directory", "closed/x/statistics");
        settings.put("notification.failed", "closed/x/failed");
        settings.put("jms.data-directory", "closed/x/jms");
        settings.put("database.url", "jdbc:sqlite:closed/x/database");
        program.settings(settings).with("lifecycle.jms.enabled", "true").withoutPrivileges();
        List<String> told = told();
        assertThat(settings.keySet())
                .allSatisfy(key -> assertThat(told)
                        .filteredOn(line -> line.contains(key) && line.contains("closed/x"))
                        .hasSize(1));
        assertThat(folder.resolve("closed")).isEmptyDirectory();
    }

    @Test
    void filesThatMayNotBeReadAreCalledThat() throws IOException {
        List<String> names = List.of("configuration.json", "token", "routes/post.xml", "trusted.p12");
        program.write("token", "sesame");
        program.write("trusted.p12", "store");
        settings.put("http-bearer-token", "file:token");
        settings.put("tls.trust-store", "trusted.p12");
        program.settings(settings).withoutPrivileges();
        for (String name : names) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("---------"));
        }
        List<String> told = told();
        assertThat(names).allSatisfy(name -> assertThat(told).anyMatch(line -> isUnreadable(line, name)));
    }

    @Test
    void settingsThatMayNotBeReadAreCalledThat() throws IOException {
        program.withoutPrivileges();
        Files.setPosixFilePermissions(
                folder.resolve("application.properties"), PosixFilePermissions.fromString("---------"));
        assertThat(told()).first().matches(line -> isUnreadable(line, "application.properties"));
    }

    private static boolean isUnreadable(String line, String name) {
        return line.contains(name + " cannot be read: permission denied for user " + System.getProperty("user.name"));
    }

    @Test
    void aFolderThatAnotherProcessHasIsNamedOnceAndLast() {
        program.start();
        try (RunningProgram second = RunningProgram.beside(program).without("camel.management.port")) {
            second.with("camel.management.port", Integer.toString(Ports.free()));
            assertThat(second.launch().exitStatus()).isEqualTo(1);
            assertThat(second.errors())
                    .containsExactly(
                            "Cannot start: lifecycle.file.directory is 'inbox/lifecycle': somebody else takes files"
                                    + " from it, and a file must not be taken twice");
            assertThat(second.output()).noneMatch(line -> line.contains("somebody else") || line.contains("SIGTERM"));
        }
    }

    /** @return what both the check and the start say, of which the start says no more */
    private List<String> told() {
        RunningProgram check = RunningProgram.beside(program).asked("--check");
        assertThat(check.launch().exitStatus()).isEqualTo(1);
        assertThat(check.errors()).isEmpty();
        assertThat(program.launch().exitStatus()).isEqualTo(1);
        List<String> started = new ArrayList<>(program.errors());
        assertThat(started).allMatch(line -> line.startsWith("Cannot start: "));
        started.replaceAll(line -> line.substring("Cannot start: ".length()));
        assertThat(started).isEqualTo(check.output());
        assertThat(program.output()).noneMatch(line -> line.contains("SIGTERM"));
        return started;
    }
}
