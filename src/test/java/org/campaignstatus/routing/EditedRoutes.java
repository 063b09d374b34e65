package org.campaignstatus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.campaignstatus.harness.ShippedRoutes;

/** The shipped routes in a folder of the test's own, with what a site has written into them. */
final class EditedRoutes {

    private static final String FILE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="http://camel.apache.org/schema/xml-io">
              <route id="%s" nodePrefixId="%s-"%s>
                %s
              </route>
            </routes>
            """;

    private final Path folder;

    /** @param folder an empty folder, or one that does not exist */
    EditedRoutes(Path folder) {
        this.folder = folder;
        ShippedRoutes.copyTo(folder);
    }

    String pattern() {
        return "file:" + folder + "/*.xml";
    }

    /** Puts steps before the step of that id. */
    EditedRoutes before(String route, String id, String steps) {
        return edit(route, "(?=<\\w+ id=\"" + id + "\")", steps);
    }

    /** Puts steps behind the step of that id, which has to stand in one line. */
    EditedRoutes behind(String route, String id, String steps) {
        return edit(route, "(?<=<\\w{1,20} id=\"" + id + "\"[^\n]{0,120}>(?=\n))", steps);
    }

    EditedRoutes replace(String route, String text, String replacement) {
        return edit(route, Pattern.quote(text), replacement);
    }

    private EditedRoutes edit(String route, String pattern, String replacement) {
        try {
            Path file = folder.resolve(route + ".xml");
            String shipped = Files.readString(file);
            String edited = shipped.replaceFirst(pattern, Matcher.quoteReplacement(replacement));
            assertThat(edited).as(route + ": " + pattern).isNotEqualTo(shipped);
            Files.writeString(file, edited);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a route of the site's own, without a policy. */
    EditedRoutes with(String id, String steps) {
        return write(id, "", steps);
    }

    /** Adds a route of the site's own that follows the policy no-redelivery. */
    EditedRoutes withPolicy(String id, String steps) {
        return write(id, " routeConfigurationId=\"no-redelivery\"", steps);
    }

    private EditedRoutes write(String id, String policy, String steps) {
        try {
            Files.writeString(folder.resolve(id + ".xml"), FILE.formatted(id, id, policy, steps));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
