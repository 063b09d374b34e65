package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.campaignstatus.harness.ShippedRoutes;
import org.junit.jupiter.api.Test;

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

    /** Live reload would take it for UTF-8. */
    @Test
    void aRouteInAnotherEncodingIsRejected() throws IOException {
        String umlaut = ShippedRoutes.text("notify.xml")
                .replace("UTF-8", "ISO-8859-1")
                .replace("description=\"", "description=\"Für alle. ");
        Files.write(program.file("routes/notify.xml"), umlaut.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(rejection()).isEqualTo("routes/notify.xml: not UTF-8");
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
    void campaignGroupsThatAreIncompleteOrHaveAnInvalidOptionAreRejectedWithThePlaceAndWhatIsAllowed() {
        program.configuredBy(GROUPS.formatted("""
                {"dbid": 7, "uuid": "u", "name": "n"},
                {"dbid": 8, "uuid": "v", "name": "o", "group": "g", "campaign": "c",
                 "options": {"http-response-timeout": "601"}}"""));
        assertThat(rejections())
                .containsExactlyInAnyOrder(
                        "configuration.json: campaignGroups[0] (dbid 7): group is missing: expected a non-empty string",
                        "configuration.json: campaignGroups[1] (dbid 8): options: http-response-timeout is '601', "
                                + "allowed is 1 to 600 seconds");
    }

    @Test
    void routeFilesThatAreBrokenAreRejectedWithThePlace() throws IOException {
        editRoute("periodic", "</route>", "</rout>");
        editRoute("statistics-file", "routes", "rooutes");
        editRoute("lifecycle", "<from uri=\"direct:lifecycle\"/>", "");
        editRoute("post", "<removeHeaders ", "<removeHaeders ");
        int endOfPeriodic = endOf("periodic");
        int endOfLifecycle = endOf("lifecycle");
        assertThat(rejections())
                .anyMatch(line -> line.startsWith("routes/periodic.xml, line " + endOfPeriodic + ", column ")
                        && line.contains("\"route\""))
                .anyMatch(line -> line.startsWith("routes/statistics-file.xml, line 2, ")
                        && line.endsWith(": unexpected element rooutes: expected routes"))
                .anyMatch(line -> line.startsWith("routes/lifecycle.xml, line " + endOfLifecycle + ", ")
                        && line.contains(": a route without from"))
                .anyMatch(line ->
                        line.matches("routes/post.xml, line \\d+, column \\d+: Unexpected element .*removeHaeders.*"))
                .hasSize(4);
    }

    /** @return the line on which a shipped route ends */
    private static int endOf(String route) throws IOException {
        return ShippedRoutes.text(route + ".xml").lines().toList().indexOf("  </route>") + 1;
    }

    @Test
    void stepsThatNeedWhatIsNotThereAreRejectedWithThePlace() throws IOException {
        editRoute("notify", "direct:post", "dirrect:post");
        editRoute("post", "ref=\"attempts\"", "ref=\"attemptz\"");
        editRoute("lifecycle", "direct:notify", "direct:{{site.notify}}");
        assertThat(rejections())
                .anyMatch(line -> line.startsWith("routes/notify.xml, line ") && line.contains("dirrect"))
                .anyMatch(line -> line.startsWith("routes/post.xml, line ") && line.contains("attemptz"))
                .anyMatch(line -> line.startsWith("routes/lifecycle.xml, line ") && line.contains("site.notify"))
                .hasSize(3);
    }

    private void editRoute(String route, String text, String edited) throws IOException {
        Path file = program.file("routes/" + route + ".xml");
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, edited));
    }
}
