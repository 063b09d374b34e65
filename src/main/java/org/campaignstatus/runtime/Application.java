package org.campaignstatus.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListener;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** The program as a Camel Main application. */
public final class Application {

    /** The settings, in the working directory. */
    public static final Path APPLICATION_PROPERTIES = Path.of("application.properties");

    /** The key that turns Camel's own reload on. Two that reload the same file would undo each other's work. */
    static final String CAMELS_RELOAD = "camel.main.routesReloadEnabled";

    private Application() {}

    /**
     * @param overrides from the name of a key to the value that replaces the file's; null if there is none
     * @return the program, ready to run
     * @throws Exception if one of the files it reads is invalid; the message says why
     */
    public static Main create(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        ReloadableConfiguration configuration = new ReloadableConfiguration(applicationProperties, overrides);
        ConfiguredMain main = new ConfiguredMain(configuration);
        Settings settings = configuration.get().settings();
        main.addMainListener(new StartChecks(settings));
        if (settings.get(SettingKeys.ROUTES_RELOAD)) {
            ServiceLoader.load(MainListener.class, Application.class.getClassLoader())
                    .forEach(main::addMainListener);
            main.addOverrideProperty(CAMELS_RELOAD, "false");
        }
        return main;
    }

    /** @return the values of Camel's keys that apply unless a site sets them, and the version of this program */
    static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream own = Application.class.getResourceAsStream("defaults.properties")) {
            defaults.load(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    /** @return the version of this program */
    public static String version() {
        return defaults().getProperty("campaign-group-status.version");
    }
}
