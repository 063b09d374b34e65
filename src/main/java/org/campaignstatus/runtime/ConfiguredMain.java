package org.campaignstatus.runtime;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
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
    protected void configurePropertiesService(CamelContext context) throws Exception {
        if (settings != null && getInitialProperties() != null) {
            withoutReplacedBeans(getInitialProperties());
        }
        super.configurePropertiesService(context);
    }

    /** A bean of the site's own in the place of one of the defaults has none of its properties. */
    private void withoutReplacedBeans(Properties defaults) {
        Set<String> site = new HashSet<>(settings.loadProperties().stringPropertyNames());
        site.addAll(CamelKeys.outsideFile().keySet());
        if (getOverrideProperties() != null) {
            site.addAll(getOverrideProperties().stringPropertyNames());
        }
        site.removeIf(name -> !CamelKeys.makesBean(name));
        defaults.keySet().removeIf(key -> site.stream().anyMatch(bean -> ((String) key).startsWith(bean + ".")));
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
