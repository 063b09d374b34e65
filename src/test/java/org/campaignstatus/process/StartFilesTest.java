package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.campaignstatus.harness.Configured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's mistakes in configuration and routes stop the start, with one line that names the place. */
final class StartFilesTest extends StartSetup {

    private static final String GROUPS = "{\"campaignGroups\":[%s]}";

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

    private void editRoute(String route, String text, String edited) throws IOException {
        Path file = program.file("routes/" + route + ".xml");
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, edited));
    }
}
