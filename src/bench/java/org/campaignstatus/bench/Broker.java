package org.campaignstatus.bench;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker in a process of its own, set up like the one that is embedded in the program. */
final class Broker implements AutoCloseable {

    /**
     * The names of queues of message groups begin like this. They are dispatched once eight consumers are there, because
     * all groups would belong to the first one otherwise.
     */
    static final String GROUPED = "bench.grouped.";

    private static final int BATCH = 1000;

    private final Child child;
    private final String url;

    Broker(Path folder, Scale scale) throws IOException {
        int port = Ports.free();
        url = "tcp://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(scale.options());
        command.addAll(List.of("-Xmx2g", "-cp", Build.program(), Broker.class.getName(), url));
        child = new Child(folder, command);
        child.await("= ");
    }

    public static void main(String[] arguments) throws Exception {
        AddressSettings settings = new AddressSettings();
        settings.setMaxDeliveryAttempts(-1);
        AddressSettings grouped = new AddressSettings();
        grouped.setDefaultConsumersBeforeDispatch(EightThreads.THREADS);
        grouped.setDefaultDelayBeforeDispatch(TimeUnit.SECONDS.toMillis(30));
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(100_000)
                .setJournalDirectory("data/journal")
                .setBindingsDirectory("data/bindings")
                .setLargeMessagesDirectory("data/large-messages")
                .setPagingDirectory("data/paging")
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(false)
                .addAddressSetting("#", settings)
                .addAddressSetting(GROUPED + "#", grouped);
        configuration.addAcceptorConfiguration("tcp", arguments[0] + "?protocols=CORE");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.start();
        System.out.println("= ready");
        while (System.in.read() >= 0) {
            // until the benchmark is gone
        }
        broker.stop();
    }

    String url() {
        return url;
    }

    Connection connect() throws Exception {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        factory.setBlockOnDurableSend(false);
        return factory.createConnection();
    }

    /** Fills a queue with persistent messages. @param grouped whether they bring their message group */
    void fill(String queue, int groups, int from, int each, boolean grouped) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < groups * each; i++) {
                int group = 1 + i % groups;
                TextMessage message = session.createTextMessage(Job.event(group, from + i / groups));
                if (grouped) {
                    message.setStringProperty("JMSXGroupID", Integer.toString(group));
                }
                producer.send(message);
                if (i % BATCH == BATCH - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /**
     * As the other one.
     *
     * @return the times when they were sent, by {@code nanoTime}; the event of index i is of campaign group
     *     {@code 1 + i % groups}
     */
    long[] send(String queue, int groups, int from, int count, long pause) throws Exception {
        long[] sent = new long[count];
        send(queue, groups, from, count, pause, (i, nanos) -> {
            sent[i] = nanos;
            return true;
        });
        return sent;
    }

    interface Sent {
        /** @param nanos when the event of the index is sent, by {@code nanoTime}. @return whether another is to follow */
        boolean at(int index, long nanos);
    }

    /** Sends an event each so many nanoseconds, at most so many, without waiting for the broker. */
    void send(String queue, int groups, int from, int count, long pause, Sent sent) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            long begin = System.nanoTime();
            boolean more = true;
            for (int i = 0; i < count && more; i++) {
                for (long left = begin + i * pause - System.nanoTime();
                        left > 0;
                        left = begin + i * pause - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                TextMessage message = session.createTextMessage(Job.event(1 + i % groups, from + i / groups));
                more = sent.at(i, System.nanoTime());
                producer.send(message);
            }
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
