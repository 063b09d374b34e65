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
import org.campaignstatus.database.Database;
import org.campaignstatus.http.StoredTls;
import org.campaignstatus.settings.FailedPlace;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Key;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Overrides;
import org.campaignstatus.settings.Settings;

/**
 * Runs the routes of the folder {@code routes} with the settings of {@code application.properties}, both in the working
 * directory, until the process is told to stop.
 */
public final class CampaignGroupStatus {

    static final Path APPLICATION_PROPERTIES = Path.of("application.properties");
    private static final Path LOGGING = Path.of("log4j2.properties");
    private static final Path ROUTES = Path.of("routes");

    private CampaignGroupStatus() {}

    /** Exits with a status that is not 0, after one line that says why, if the program cannot start. */
    public static void main(String[] args) {
        int status = Arguments.execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status, once the program was told to stop or could not start */
    static int start() {
        useLoggingFile();
        try {
            Overrides overrides = new Overrides();
            overrides.check();
            check();
            program(APPLICATION_PROPERTIES, overrides).run();
            return 0;
        } catch (Exception e) {
            System.err.println("Cannot start: " + StartFailure.line(e));
            return 1;
        }
    }

    /**
     * @return the program, ready to run
     * @throws Exception if one of the files it reads is not good; the message says why
     */
    public static Main program(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        Main main = new WithOwnClassLoader();
        Settings settings = prepare(main, applicationProperties, overrides);
        main.addMainListener(new StartChecks(settings));
        if (settings.get(Keys.ROUTES_RELOAD)) {
            main.addMainListener(new RouteReload());
            main.addOverrideProperty(RouteReload.BY_CAMEL, "false");
        }
        return main;
    }

    /** @return the settings that the program was given */
    static Settings prepare(Main main, Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        return prepare(main, applicationProperties, new LiveConfiguration(applicationProperties, overrides));
    }

    /** @return the settings of that configuration */
    static Settings prepare(Main main, Path applicationProperties, LiveConfiguration configuration) {
        main.setDefaultPropertyPlaceholderLocation("file:" + applicationProperties);
        Settings settings = configuration.get().settings();
        main.setInitialProperties(defaults(settings));
        main.bind("liveConfiguration", configuration);
        StoredTls.of(settings).ifPresent(tls -> main.bind("storedTls", tls));
        return settings;
    }

    /** What the routes need to know and follows from several keys. */
    static Properties defaults(Settings settings) {
        String queue = settings.get(Keys.LIFECYCLE_QUEUE);
        String orderedQueue = orderedQueue(settings);
        boolean ordered = settings.get(Keys.LIFECYCLE_JMS) && isOrdered(settings);
        Properties defaults = defaults();
        defaults.setProperty("lifecycle.order.enabled", Boolean.toString(ordered));
        defaults.setProperty("lifecycle.order.queue", orderedQueue);
        defaults.setProperty("lifecycle.jms.source", ordered ? orderedQueue : queue);
        Optional<FailedPlace> failed = settings.get(Keys.NOTIFICATION_FAILED);
        defaults.setProperty("notification.failed.enabled", Boolean.toString(failed.isPresent()));
        defaults.setProperty(
                "notification.failed.endpoint",
                failed.map(FailedPlace::endpoint).orElse("direct:nowhere"));
        return defaults;
    }

    /** @return the queue between the two routes that put messages into order */
    static String orderedQueue(Settings settings) {
        return settings.get(Keys.LIFECYCLE_QUEUE) + ".ordered";
    }

    /** With more than one consumer, in one node or in several, only message groups keep the order of events. */
    private static boolean isOrdered(Settings settings) {
        return settings.get(Keys.LIFECYCLE_ORDERED)
                .orElseGet(() -> settings.get(Keys.LIFECYCLE_CONSUMERS) > 1
                        || Database.canBeShared(settings.get(Keys.DATABASE_URL)));
    }

    /** Left to itself, Log4j looks for the file on the class path only. Must come before anything logs. */
    private static void useLoggingFile() {
        if (Files.exists(LOGGING) && System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", LOGGING.toString());
        }
    }

    /** Camel by itself looks for {@link Beans} with the JVM's class loader, which under Maven does not know them. */
    static class WithOwnClassLoader extends Main {
        @Override
        protected CamelContext createCamelContext() {
            CamelContext context = super.createCamelContext();
            context.setApplicationContextClassLoader(Beans.class.getClassLoader());
            return context;
        }
    }

    private static void check() {
        if (!Files.isRegularFile(APPLICATION_PROPERTIES)) {
            throw new InvalidSettingException(APPLICATION_PROPERTIES + " is missing in "
                    + Path.of("").toAbsolutePath() + ": expected to be started in a folder that holds it");
        }
        if (!Files.isDirectory(ROUTES)) {
            throw new InvalidSettingException("the folder " + ROUTES + " is missing in "
                    + Path.of("").toAbsolutePath() + ": expected one with the XML routes");
        }
    }

    /** @return what counts for a key of ours, or for one of Camel's that the program leans on, when it is left out */
    static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream own = CampaignGroupStatus.class.getResourceAsStream("defaults.properties")) {
            defaults.load(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Key<?> key : Keys.all()) {
            defaults.setProperty(key.name(), key.defaultText());
        }
        return defaults;
    }

    /** @return the version of this program */
    static String version() {
        return defaults().getProperty("campaign-group-status.version");
    }
}
