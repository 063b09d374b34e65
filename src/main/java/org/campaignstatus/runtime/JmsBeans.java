package org.campaignstatus.runtime;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.jms.BrokerProbe;
import org.campaignstatus.jms.BrokerState;
import org.campaignstatus.jms.JmsInputs;
import org.campaignstatus.jms.ListenerContainers;
import org.campaignstatus.jms.ManualAcknowledgeContainerFactory;
import org.campaignstatus.jms.Quarantine;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.page.RejectedInput;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.MonotonicClock;

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
        beans.bind("sendOn", (Processor) inputs::sendOn);
        beans.bind("acknowledge", (Processor) inputs::acknowledge);
        beans.bind("listenerContainers", containers);
        beans.bind("acknowledgedByRoute", new ManualAcknowledgeContainerFactory(false, containers));
        beans.bind("acknowledgedByRouteOfOneNode", new ManualAcknowledgeContainerFactory(shared, containers));
        return new JmsBeans(quarantine, broker, probe);
    }

    /** @return the rejected messages, for the page */
    List<RejectedInput.Queue> rejected(CamelContext context, MonotonicClock clock) {
        ArtemisConnectionFactory embedded = context.getRegistry().findSingleByType(ArtemisConnectionFactory.class);
        return quarantine.rejected().stream()
                .map(queue -> new RejectedInput.Queue(
                        queue.queue(),
                        embedded == null ? -1 : embedded.messages(queue.queue()).orElse(-1),
                        queue.count(),
                        queue.reason(),
                        clock.wallClock().instant().minusNanos(queue.age())))
                .toList();
    }
}
