package org.campaignstatus.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.SettingKeys;

/**
 * Tries route files in a Camel context of their own, in which nothing is started: no consumer, no port, no connection to
 * the broker or the database. What Camel would reject, or pass over, is found there and not in the running program.
 */
public final class DryRunContext implements AutoCloseable {

    /** The name of a bean that says that a context is one for trials. */
    private static final String MARK = "trial";

    private final Main main;
    private final CamelContext context;

    private DryRunContext(Main main) {
        this.main = main;
        main.bind(MARK, this);
        main.addOverrideProperty("camel.main.name", MARK);
        main.addOverrideProperty("camel.main.startupSummaryLevel", "Off");
        main.addOverrideProperty("camel.main.autoStartup", "false");
        main.addOverrideProperty(Application.CAMELS_RELOAD, "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.metrics.enabled", "false");
        // a system property would count for more than what stands here
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        try {
            main.start();
        } catch (RuntimeException | LinkageError e) {
            main.stop();
            throw e;
        }
        context = main.getCamelContext();
    }

    /** A program that loads no routes by itself, for a trial. */
    private static ConfiguredMain mainForTrials() {
        return new ConfiguredMain() {
            @Override
            protected void configureRoutes(CamelContext context) {}
        };
    }

    /**
     * A trial with beans of its own.
     *
     * @param configuration what the beans and Camel go by
     * @param without the names of keys that Camel does not get
     */
    public static DryRunContext of(ReloadableConfiguration configuration, Set<String> without) {
        ConfiguredMain main = mainForTrials();
        main.configure(configuration);
        CamelKeys.outsideFile().forEach((name, text) -> {
            if (!without.contains(name)) {
                main.addOverrideProperty(name, text);
            }
        });
        // nobody opens it, but the pool would create its folder
        main.addOverrideProperty(SettingKeys.DATABASE_URL.name(), "jdbc:sqlite::memory:");
        return new DryRunContext(main);
    }

    /** A trial with the settings and the very beans of a running context. */
    public static DryRunContext beside(CamelContext running) {
        ConfiguredMain main = mainForTrials();
        Properties known = running.getPropertiesComponent().loadProperties();
        Properties settings = new Properties();
        ExternalOverrides overrides = new ExternalOverrides();
        known.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("camel.beans."))
                .forEach(name -> settings.put(name, known.getProperty(name)));
        // those of ours are in force already
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("camel.") && overrides.apply(name) != null)
                .forEach(name -> settings.put(name, overrides.apply(name)));
        main.configure(SettingsSource.of(running));
        main.setOverrideProperties(settings);
        Map<String, Object> beans = beans(running.getRegistry());
        beans.forEach(main::bind);
        try {
            return new DryRunContext(main);
        } finally {
            // Camel has set the context of the dry run on them
            beans.values().forEach(bean -> CamelContextAware.trySetCamelContext(bean, running));
        }
    }

    private static Map<String, Object> beans(Registry registry) {
        Map<String, Object> beans = new HashMap<>();
        if (registry instanceof DefaultRegistry known && known.getFallbackRegistry() instanceof SimpleRegistry bound) {
            bound.forEach((name, types) -> types.values().stream()
                    .filter(bean -> !(bean instanceof HealthCheck))
                    .forEach(bean -> beans.put(name, bean)));
        }
        return beans;
    }

    /** @return whether a context is one for trials, in which nothing may be opened */
    static boolean isOn(CamelContext context) {
        return context.getRegistry().lookupByName(MARK) != null;
    }

    public CamelContext context() {
        return context;
    }

    @Override
    public void close() {
        main.stop();
    }
}
