package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken edits of application.properties and configuration.json are rejected. */
final class RejectedEditsTest extends LiveEditsSetup {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http-response-timeout = 601 | , line LAST: http-response-timeout is '601', allowed is 1 to 600 seconds",
                "campaigngroup-states-uri = ftp://x/ | , line LAST: campaigngroup-states-uri is 'ftp://x/', allowed is an http or https URI"
                        + " without user name or fragment, for example https://reports.example.com/states",
                "campaigngroup-states-url = x | , line LAST: unknown key campaigngroup-states-url, did you mean"
                        + " campaigngroup-states-uri?",
                "x = \\u12 | : Malformed \\uxxxx encoding."
            })
    void aBrokenEditOfApplicationPropertiesIsRejected(String line, String complaint) throws IOException {
        String text = text(Level.APPLICATION) + line + "\n";
        program.write("application.properties", text);
        String last = Long.toString(text.lines().count());
        assertRejected(Level.APPLICATION, "application.properties" + complaint.replace("LAST", last));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"dbid\": 7} | campaignGroups[0] (dbid 7): uuid is missing: expected a non-empty string",
                "7 | campaignGroups[0] is not an object: expected a campaign group",
                "{\"dbid\": 7, \"uuid\": \"u\", \"name\": \"n\", \"group\": \"g\", \"campaign\": \"c\","
                        + " \"options\": {\"http-connection-pool-size\": \"0\"}} | campaignGroups[0] (dbid 7): options:"
                        + " http-connection-pool-size is '0', allowed is 1 to 1000 connections"
            })
    void aBrokenEditOfTheConfigurationIsRejected(String campaignGroup, String complaint) throws IOException {
        program.configuredBy("{\"campaignGroups\": [" + campaignGroup + "]}");
        assertRejected(Level.CAMPAIGN_GROUP, "configuration.json: " + complaint);
    }

    @Test
    void aConfigurationThatIsCutOffIsRejected() throws IOException {
        String whole = text(Level.CAMPAIGN_GROUP);
        program.configuredBy(whole.substring(0, whole.length() / 2));
        assertRejected(Level.CAMPAIGN_GROUP, "configuration.json: not valid JSON: ");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsGoneIsAnEditThatIsRejected(Level level) throws IOException {
        Files.delete(program.file(level.file));
        assertRejected(level, level.file + " is missing");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotUtf8IsRejected(Level level) throws IOException {
        Files.write(program.file(level.file), new byte[] {'#', (byte) 0xE4, '\n'});
        assertRejected(level, level.file + ": not UTF-8");
    }

    /** One ERROR line; the last good version stays in force; the mended file counts, without another word of error. */
    private void assertRejected(Level level, String complaint) throws IOException {
        waiting().until(() -> said(" ERROR "));
        hand("loaded");
        await(1);
        edit(level, "campaigngroup-states-uri", receiver.uri("/mended"));
        hand("started");
        await(2);

        assertThat(targets()).containsExactly("/application", "/mended");
        assertThat(since())
                .filteredOn(line -> line.contains(" ERROR "))
                .singleElement()
                .asString()
                .contains(" An edit is rejected, the last good version stays in force: " + complaint);
    }
}
