package org.campaignstatus.bench;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.settings.ExternalOverrides;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** The peer: {@link PeerFlows} with the program's configuration. */
final class Peer {

    private Peer() {}

    /** @param arguments none to be driven by eight threads, else the URL of a broker and a queue */
    public static void main(String[] arguments) throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(
                ReloadableConfiguration.class,
                () -> new ReloadableConfiguration(Path.of("application.properties"), new ExternalOverrides()));
        context.registerBean(PeerFlows.class);
        if (arguments.length > 0) {
            context.registerBean("arguments", String[].class, () -> arguments);
            context.registerBean(ConnectionFactory.class, () -> new ActiveMQConnectionFactory(arguments[0]));
            context.registerBean(PeerSource.class);
        }
        context.refresh();
        if (arguments.length == 0) {
            drive(context);
        } else {
            System.out.println("= ready");
            Thread.currentThread().join();
        }
    }

    private static void drive(ConfigurableApplicationContext context) throws Exception {
        MessageChannel notify = context.getBean("notify.input", MessageChannel.class);
        EightThreads.serve((group, number) -> notify.send(new GenericMessage<>(Notifying.report(group, number))));
    }
}
