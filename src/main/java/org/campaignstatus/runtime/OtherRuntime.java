package org.campaignstatus.runtime;

import jakarta.jms.ConnectionFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.database.StateDataSource;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * Brings what our main class, or Camel Main from application.properties, would bring to a Camel context of another
 * runtime: the defaults of the keys, the connections, and the guard of the JMS component. What is there already stays.
 */
final class OtherRuntime extends LifecycleStrategySupport {

    private final Settings settings;
    private final LastResort defaults;

    private OtherRuntime(Settings settings) {
        this.settings = settings;
        defaults = new LastResort(Application.defaults());
    }

    static void prepare(CamelContext context, Settings settings) {
        OtherRuntime other = new OtherRuntime(settings);
        SettingsSource ours = SettingsSource.ofOurKeys(settings);
        ours.handTo(context);
        context.getPropertiesComponent().addPropertiesSource(other.defaults);
        // Spring Boot puts another properties component in the place of this one, which looks for sources here
        context.getRegistry().bind(ours.getName(), ours);
        context.getRegistry().bind(other.defaults.getName(), other.defaults);
        context.addLifecycleStrategy(other);
    }

    @Override
    public void onContextStarting(CamelContext context) {
        bringConnections(context);
    }

    /** As late as can be, because the registry of some runtimes knows the site's own beans no earlier. */
    private void bringConnections(CamelContext context) {
        Registry registry = context.getRegistry();
        if (registry.lookupByNameAndType("dataSource", DataSource.class) == null) {
            registry.bind("dataSource", dataSource());
        }
        if (registry.lookupByNameAndType("connectionFactory", ConnectionFactory.class) == null) {
            registry.bind("connectionFactory", connectionFactory());
        }
    }

    private StateDataSource dataSource() {
        StateDataSource dataSource = new StateDataSource();
        dataSource.setUrl(settings.get(SettingKeys.DATABASE_URL));
        dataSource.setUsername(settings.get(SettingKeys.DATABASE_USERNAME));
        dataSource.setPassword(settings.get(SettingKeys.DATABASE_PASSWORD));
        return dataSource;
    }

    private ArtemisConnectionFactory connectionFactory() {
        ArtemisConnectionFactory factory = new ArtemisConnectionFactory();
        factory.setBrokerUrl(settings.get(SettingKeys.BROKER_URL));
        factory.setUsername(settings.get(SettingKeys.BROKER_USERNAME));
        factory.setPassword(settings.get(SettingKeys.BROKER_PASSWORD));
        factory.setDataDirectory(settings.get(SettingKeys.BROKER_DIRECTORY).toString());
        return factory;
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        if (component instanceof JmsComponent jms) {
            bringConnections(component.getCamelContext());
            JmsHeaderFilterStrategy noProperties = new JmsHeaderFilterStrategy();
            noProperties.setInFilterPattern("(?s).*");
            jms.setHeaderFilterStrategy(noProperties);
            ConnectionFactory factory = component
                    .getCamelContext()
                    .getRegistry()
                    .lookupByNameAndType("connectionFactory", ConnectionFactory.class);
            jms.setConnectionFactory(factory);
            jms.setTemplateConnectionFactory(new CachingConnectionFactory(factory));
        }
    }

    /** What counts where nothing else says anything. */
    private record LastResort(Properties defaults) implements PropertiesSource, Ordered {

        @Override
        public String getName() {
            return "campaign-group-status";
        }

        @Override
        public String getProperty(String name) {
            return defaults.getProperty(name);
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }
    }
}
