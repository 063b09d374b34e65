package org.campaignstatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.LiveConfiguration;
import org.campaignstatus.http.StoredTls;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Key;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.LiveFile;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.settings.SettingsReview;
import org.campaignstatus.settings.UnusableSettingException;

/**
 * Looks at everything that an operator edits without starting anything: no port is opened, no database, no connection, and
 * nothing is sent.
 */
final class Check {

    private static final List<Key<?>> TLS =
            List.of(Keys.TRUST_STORE, Keys.TRUST_STORE_PASSWORD, Keys.KEY_STORE, Keys.KEY_STORE_PASSWORD);

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
        SettingsReview review;
        try {
            review = new LiveFile<>(applicationProperties, file -> SettingsReview.of(file, overrides)).get();
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
            problems.add(notLookedAt("configuration and routes were", "the settings"));
            return;
        }
        problems.addAll(review.problems());
        checkConfiguration(review.usable());
        checkTls(review.usable());
        checkRoutes(review);
    }

    private void checkConfiguration(Settings settings) {
        try {
            problems.addAll(Configuration.problems(settings, settings.get(Keys.CONFIGURATION_FILE)));
        } catch (UnusableSettingException e) {
            problems.add(notLookedAt("the configuration was", e.key().name()));
        }
    }

    private void checkTls(Settings settings) {
        try {
            TLS.forEach(settings::get);
            StoredTls.of(settings);
        } catch (UnusableSettingException e) {
            problems.add(notLookedAt("the stores for TLS were", e.key().name()));
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + StartFailure.line(e));
        }
    }

    /** Routes depend neither on what campaign groups there are nor on a store for TLS, and are looked at in any case. */
    private void checkRoutes(SettingsReview review) throws IOException {
        if (!review.wrongOutsideFile().isEmpty()) {
            problems.add(notLookedAt("management port and routes were", Key.names(review.wrongOutsideFile())));
            return;
        }
        Path folder = Files.createTempDirectory("check");
        Path nobody = folder.resolve("configuration.json");
        try {
            Files.writeString(nobody, "{\"campaignGroups\": []}");
            Map<String, String> other = Map.of(
                    Keys.CONFIGURATION_FILE.name(), nobody.toString(),
                    Keys.TRUST_STORE.name(), "",
                    Keys.KEY_STORE.name(), "");
            LiveConfiguration configuration = new LiveConfiguration(
                    folder.resolve("none"), name -> other.getOrDefault(name, review.textOrDefault(name)));
            checkRoutes(configuration, review.wrongInFile());
        } finally {
            Files.delete(nobody);
            Files.delete(folder);
        }
    }

    private void checkRoutes(LiveConfiguration configuration, List<Key<?>> wrong) {
        Map<String, String> instead = wrong.stream().collect(Collectors.toMap(Key::name, Key::defaultText));
        try (Trial trial = Trial.of(applicationProperties, configuration, instead)) {
            checkManagementPort(trial.context());
            checkRoutes(trial);
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + StartFailure.line(e));
            problems.add(notLookedAt("the routes were", "the settings"));
        }
    }

    private void checkManagementPort(CamelContext context) {
        try {
            StartChecks.checkPortNumber(context, applicationProperties.toString());
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        }
    }

    private void checkRoutes(Trial trial) {
        try {
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

    private static String notLookedAt(String what, String wrong) {
        return what + " not looked at, because of what is wrong with " + wrong;
    }
}
