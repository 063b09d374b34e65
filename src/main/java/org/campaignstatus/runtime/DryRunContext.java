package org.campaignstatus.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.ingest.IngestStart;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.SettingKeys;

/**
 * A Camel context without routes, for those that are checked. It opens nothing: no port, no folder, no connection to the
 * broker or the database.
 */
public final class DryRunContext implements AutoCloseable {

    private final ConfiguredMain main;

    private DryRunContext(ConfiguredMain main) {
        this.main = main;
        main.addOverrideProperty("camel.main.name", "dry-run");
        main.addOverrideProperty("camel.main.startupSummaryLevel", "Off");
        main.addOverrideProperty("camel.main.autoStartup", "false");
        main.addOverrideProperty(Application.CAMELS_RELOAD, "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.metrics.enabled", "false");
        // a system property would have precedence over these
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        try {
            main.start();
        } catch (RuntimeException | LinkageError e) {
            main.stop();
            throw e;
        }
    }

    private static final class DryRunMain extends ConfiguredMain {

        DryRunMain(ReloadableConfiguration configuration) {
            super(configuration);
        }

        DryRunMain(SettingsSource settings) {
            super(settings);
        }

        /** Called when all beans are bound: loads no routes, and removes what opens something at the start. */
        @Override
        protected void configureRoutes(CamelContext context) {
            context.getLifecycleStrategies()
                    .removeIf(one -> one instanceof ApplicationLifecycle
                            || one instanceof IngestStart
                            || one instanceof StartSummary);
        }
    }

    /**
     * A context with beans of its own.
     *
     * @param without the names of keys that Camel does not get
     */
    public static DryRunContext of(ReloadableConfiguration configuration, Set<String> without) {
        ConfiguredMain main = new DryRunMain(configuration);
        CamelKeys.outsideFile().forEach((name, text) -> {
            if (!without.contains(name)) {
                main.addOverrideProperty(name, text);
            }
        });
        // the pool would create the folder of the database
        main.addOverrideProperty(SettingKeys.DATABASE_URL.name(), "jdbc:sqlite::memory:");
        return new DryRunContext(main);
    }

    /** A context with the settings and the very beans of a running one. */
    public static DryRunContext beside(CamelContext running) {
        ConfiguredMain main = new DryRunMain(SettingsSource.of(running));
        Properties settings = running.getPropertiesComponent().loadProperties(name -> !name.startsWith("camel.beans."));
        ExternalOverrides overrides = new ExternalOverrides();
        // those of our own keys are in force already
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("camel.") && overrides.apply(name) != null)
                .forEach(name -> settings.setProperty(name, overrides.apply(name)));
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

    /** The dry run has health checks and metrics of its own. */
    private static Map<String, Object> beans(Registry registry) {
        Map<String, Object> beans = new HashMap<>();
        if (registry instanceof DefaultRegistry known && known.getFallbackRegistry() instanceof SimpleRegistry bound) {
            bound.forEach((name, types) -> types.values().stream()
                    .filter(bean -> !(bean instanceof HealthCheck) && !(bean instanceof MeterRegistry))
                    .forEach(bean -> beans.put(name, bean)));
        }
        return beans;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
