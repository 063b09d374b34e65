package org.campaignstatus.harness;

import jakarta.jms.JMSContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker of a site in production, in this process: it creates no queue by itself, gives up on a message after ten
 * deliveries, and lets its user do what the administrator allows.
 */
public final class SiteBroker implements AutoCloseable {

    public static final String USER = "campaigns";
    public static final String PASSWORD = "hush-hush";

    private static final AtomicInteger NEXT = new AtomicInteger(100);

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String url = "vm://" + NEXT.incrementAndGet();

    /** @return a running broker with these queues, to which its user may send and from which he may take */
    public static SiteBroker withQueues(String... queues) throws Exception {
        SiteBroker site = new SiteBroker();
        for (String queue : queues) {
            site.createQueue(queue);
        }
        return site;
    }

    private SiteBroker() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .addAddressSetting("#", productive())
                .putSecurityRoles("#", Set.of(role(true)));
        configuration.addAcceptorConfiguration("in-process", url);
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(
                InVMLoginModule.class.getName(),
                new SecurityConfiguration(Map.of(USER, PASSWORD), Map.of(USER, List.of("user")))));
        broker.start();
        broker.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS);
    }

    private static AddressSettings productive() {
        AddressSettings settings = new AddressSettings();
        settings.setAutoCreateQueues(false);
        settings.setAutoCreateAddresses(false);
        return settings;
    }

    private static Role role(boolean maySend) {
        return new Role("user", maySend, true, true, true, true, true, true, true, true, true, false, false);
    }

    public String url() {
        return url;
    }

    /** Makes it the broker of a program. */
    public Program usedBy(Program program) {
        return program.with("jms.broker-url", url).with("jms.username", USER).with("jms.password", PASSWORD);
    }

    public ActiveMQConnectionFactory factory() {
        return new ActiveMQConnectionFactory(url, USER, PASSWORD);
    }

    public void createQueue(String name) throws Exception {
        broker.getActiveMQServer()
                .createQueue(QueueConfiguration.of(name)
                        .setAddress(name)
                        .setAutoCreateAddress(true)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setAutoDelete(false));
    }

    public void createTopic(String name) throws Exception {
        broker.getActiveMQServer().addAddressInfo(new AddressInfo(SimpleString.of(name), RoutingType.MULTICAST));
    }

    /** Says whether the user may send to a queue. */
    public void allowSending(String queue, boolean allowed) {
        broker.getActiveMQServer().getSecurityRepository().addMatch(queue, Set.of(role(allowed)));
    }

    /** Has senders to a queue wait, because it has as many messages as it may. */
    public void fill(String queue) throws Exception {
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(context.createQueue(queue), "x".repeat(50_000));
        }
        AddressSettings settings = productive();
        settings.setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK);
        settings.setMaxSizeBytes(10_000);
        broker.getActiveMQServer().getAddressSettingsRepository().addMatch(queue, settings);
    }

    /** Has them go on. */
    public void empty(String queue) throws Exception {
        broker.getActiveMQServer().locateQueue(queue).deleteAllReferences();
    }

    /** @return how many messages the queue has, those under way to a consumer among them */
    public long count(String queue) {
        return broker.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
