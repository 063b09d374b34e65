package org.campaignstatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.campaignstatus.configuration.LiveConfiguration;
import org.campaignstatus.http.StoredTls;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Overrides;
import org.campaignstatus.settings.Settings;

/**
 * Runs the routes of the folder {@code routes} with the settings of {@code application.properties}, both in the working
 * directory, until the process is told to stop.
 */
public final class CampaignGroupStatus {

    static final Path APPLICATION_PROPERTIES = Path.of("application.properties");
    private static final Path ROUTES = Path.of("routes");

    private CampaignGroupStatus() {}

    /** Exits with a status that is not 0, after a line for each reason, if the program cannot start. */
    public static void main(String[] args) {
        int status = Arguments.execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status, once the program was told to stop or could not start */
    static int start() {
        Logging.useFile();
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            System.err.println("Cannot start: " + missing.get());
            return 1;
        }
        try {
            Overrides overrides = new Overrides();
            overrides.check();
            program(APPLICATION_PROPERTIES, overrides).run();
            return 0;
        } catch (Exception | LinkageError e) {
            Logging.end();
            StartFailure.lines(e).forEach(line -> System.err.println("Cannot start: " + line));
            return 1;
        }
    }

    /**
     * @return the program, ready to run
     * @throws Exception if one of the files it reads is not good; the message says why
     */
    public static Main program(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        WithOwnClassLoader main = new WithOwnClassLoader();
        Settings settings = prepare(main, new LiveConfiguration(applicationProperties, overrides));
        main.addMainListener(new StartChecks(settings));
        if (settings.get(Keys.ROUTES_RELOAD)) {
            main.addMainListener(new RouteReload());
            main.addOverrideProperty(RouteReload.BY_CAMEL, "false");
        }
        return main;
    }

    /** @return the settings of that configuration, which the program will take */
    static Settings prepare(WithOwnClassLoader main, LiveConfiguration configuration) {
        Settings settings = configuration.get().settings();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(defaults());
        main.settings = SettingsSource.of(settings);
        main.bind("liveConfiguration", configuration);
        StoredTls.of(settings).ifPresent(tls -> main.bind("storedTls", tls));
        return settings;
    }

    /** @return the queue between the two routes that put messages into order */
    static String orderedQueue(Settings settings) {
        return settings.get(Keys.LIFECYCLE_QUEUE) + ".ordered";
    }

    /** Camel by itself looks for {@link Beans} with the JVM's class loader, which under Maven does not know them. */
    static class WithOwnClassLoader extends Main {

        SettingsSource settings;

        @Override
        protected CamelContext createCamelContext() {
            CamelContext context = super.createCamelContext();
            if (settings != null) {
                settings.handTo(context);
            }
            context.setApplicationContextClassLoader(Beans.class.getClassLoader());
            return context;
        }
    }

    /** @return what is missing without which nothing can be looked at; empty if all is there */
    private static Optional<String> missing() {
        if (Files.notExists(APPLICATION_PROPERTIES)) {
            return Optional.of(APPLICATION_PROPERTIES + " is missing in "
                    + Path.of("").toAbsolutePath() + ": expected to be started in a folder that holds it");
        }
        return Files.isDirectory(ROUTES)
                ? Optional.empty()
                : Optional.of("the folder " + ROUTES + " is missing in "
                        + Path.of("").toAbsolutePath() + ": expected one with the XML routes");
    }

    /** @return what counts for a key of Camel's that the program leans on, when it is left out */
    static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream own = CampaignGroupStatus.class.getResourceAsStream("defaults.properties")) {
            defaults.load(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    /** @return the version of this program */
    static String version() {
        return defaults().getProperty("campaign-group-status.version");
    }
}
