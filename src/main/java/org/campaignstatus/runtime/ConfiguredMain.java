package org.campaignstatus.runtime;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.http.ReloadableTls;

/**
 * Camel Main with settings that were read by this program, and with its class loader: Camel by itself looks for
 * {@link Beans} with that of the JVM, which under Maven does not have them.
 */
class ConfiguredMain extends Main {

    private final SettingsSource settings;
    private final boolean withDefaults;

    ConfiguredMain(ReloadableConfiguration configuration) {
        this(SettingsSource.of(configuration.get().settings()), true);
        bind("liveConfiguration", configuration);
        ReloadableTls.of(configuration.get().settings()).ifPresent(tls -> bind("storedTls", tls));
    }

    /** A program without the settings of any file but those of the source. */
    ConfiguredMain(SettingsSource settings) {
        this(settings, false);
    }

    private ConfiguredMain(SettingsSource settings, boolean withDefaults) {
        this.settings = settings;
        this.withDefaults = withDefaults;
        setDefaultPropertyPlaceholderLocation("false");
    }

    @Override
    protected CamelContext createCamelContext() {
        CamelContext context = super.createCamelContext();
        settings.handTo(context);
        if (withDefaults) {
            context.getPropertiesComponent()
                    .addPropertiesSource(new DefaultProperties(this::isSetBySite, name -> true));
        }
        context.setApplicationContextClassLoader(Beans.class.getClassLoader());
        return context;
    }

    private boolean isSetBySite(String name) {
        return settings.getProperty(name) != null
                || getOverrideProperties() != null && getOverrideProperties().containsKey(name);
    }
}
