package org.campaignstatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.http.StoredTls;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Settings;

/**
 * Looks at everything that an operator edits without starting anything: no port is opened, no database, no connection, and
 * nothing is sent.
 */
final class Check {

    private final Path applicationProperties;
    private final UnaryOperator<String> overrides;
    private final Set<String> problems = new LinkedHashSet<>();

    private Check(Path applicationProperties, UnaryOperator<String> overrides) {
        this.applicationProperties = applicationProperties;
        this.overrides = overrides;
    }

    /** @return everything that is wrong, a line each with its place; empty if all is well */
    static List<String> problems(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        Check check = new Check(applicationProperties, overrides);
        check.check();
        return List.copyOf(check.problems);
    }

    private void check() throws Exception {
        if (!Files.isRegularFile(applicationProperties)) {
            problems.add(applicationProperties + " is missing: expected the settings");
            return;
        }
        problems.addAll(Settings.problems(applicationProperties, overrides));
        if (!problems.isEmpty()) {
            problems.add("configuration and routes were not looked at, because they depend on the settings above");
            return;
        }
        Settings settings = Settings.read(applicationProperties, overrides);
        problems.addAll(Configuration.problems(settings, settings.get(Keys.CONFIGURATION_FILE)));
        checkTls(settings);
        checkRoutes();
    }

    private void checkTls(Settings settings) {
        try {
            StoredTls.of(settings);
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + StartFailure.line(e));
        }
    }

    /** The routes do not depend on what campaign groups there are, and shall be looked at in any case. */
    private void checkRoutes() throws IOException {
        Path nobody = Files.createTempFile("configuration", ".json");
        try {
            Files.writeString(nobody, "{\"campaignGroups\": []}");
            String instead = nobody.toString();
            checkRoutes(name -> name.equals(Keys.CONFIGURATION_FILE.name()) ? instead : overrides.apply(name));
        } finally {
            Files.delete(nobody);
        }
    }

    private void checkRoutes(UnaryOperator<String> settings) {
        try (Trial trial = Trial.of(applicationProperties, settings)) {
            String patterns = trial.context().resolvePropertyPlaceholders("{{" + RouteFiles.KEY + "}}");
            Collection<RouteFile> files = new ArrayList<>();
            List<Problem> unreadable = Trial.read(RouteFiles.read(trial.context(), patterns), files);
            unreadable.forEach(problem -> problems.add(problem.toString()));
            trial.problems(files).forEach(problem -> problems.add(problem.toString()));
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + StartFailure.line(e));
        }
    }
}
