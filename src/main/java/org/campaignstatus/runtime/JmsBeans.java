package org.campaignstatus.runtime;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.jms.BrokerState;
import org.campaignstatus.jms.JmsInputs;
import org.campaignstatus.jms.ListenerContainers;
import org.campaignstatus.jms.ManualAcknowledgeContainerFactory;
import org.campaignstatus.jms.Quarantine;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** The sources that take messages from the broker. */
record JmsBeans(Quarantine quarantine, BrokerState broker, BrokerProbe probe) {

    static JmsBeans bind(BeanBinder beans, CamelContext context, ReloadableConfiguration configuration, Counts counts) {
        Settings settings = configuration.get().settings();
        boolean shared = Database.canBeShared(settings.get(SettingKeys.DATABASE_URL));
        Quarantine quarantine = new Quarantine(counts::rejected, System::nanoTime);
        JmsInputs inputs = new JmsInputs(SettingsSource.orderedQueue(settings), quarantine);
        BrokerState broker = new BrokerState(System::nanoTime);
        BrokerProbe probe = new BrokerProbe(context, broker, System::nanoTime);
        ListenerContainers containers = new ListenerContainers(broker, probe);
        beans.bind("quarantine", quarantine);
        beans.bind("notQuarantined", (Processor) quarantine::failed);
        beans.bind("jmsInputs", inputs);
        beans.bind("takeMessage", (Processor) inputs::take);
        beans.bind("acknowledge", (Processor) inputs::acknowledge);
        beans.bind("listenerContainers", containers);
        beans.bind("acknowledgedByRoute", new ManualAcknowledgeContainerFactory(false, containers));
        beans.bind("acknowledgedByRouteOfOneNode", new ManualAcknowledgeContainerFactory(shared, containers));
        return new JmsBeans(quarantine, broker, probe);
    }
}
