package org.campaignstatus.runtime;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.http.ReloadableTls;
import org.campaignstatus.settings.Settings;

/**
 * Camel Main with settings that were read by this program, and with its class loader: Camel by itself looks for
 * {@link Beans} with that of the JVM, which under Maven does not have them.
 */
class ConfiguredMain extends Main {

    private SettingsSource settings;

    /** @return the settings of that configuration, which the context will have */
    Settings configure(ReloadableConfiguration configuration) {
        Settings current = configuration.get().settings();
        setInitialProperties(Application.defaults());
        configure(SettingsSource.of(current));
        bind("liveConfiguration", configuration);
        ReloadableTls.of(current).ifPresent(tls -> bind("storedTls", tls));
        return current;
    }

    /** Has the context take its settings from that source, and from no file. */
    void configure(SettingsSource source) {
        setDefaultPropertyPlaceholderLocation("false");
        settings = source;
    }

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
