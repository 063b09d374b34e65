package org.campaignstatus.jms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.campaignstatus.settings.ListeningPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Apache ActiveMQ Artemis broker in this process: Core protocol only, for clients on this machine only. */
final class EmbeddedBroker {

    static final String IN_PROCESS_URL = "vm://0";

    static final String HOST = "127.0.0.1";

    /**
     * In nanoseconds. A sender waits so long with each persistent message; with the broker's default of 3.3 ms it could not
     * send more than 300 a second.
     */
    private static final int JOURNAL_BUFFER_TIMEOUT = 100_000;

    private static final Role EVERYTHING =
            new Role("everything", true, true, true, true, true, true, true, true, true, true, false, false);

    /**
     * In bytes: senders wait while less of the disk is free than two files of the journal need. By default Artemis blocks
     * them from 90 % of the disk on, however large that is.
     */
    private static final long MIN_DISK_FREE = 20L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.broker");

    private final Path data;
    private final int port;
    private final String username;
    private final String password;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-broker-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile EmbeddedActiveMQ broker;
    private boolean failed;

    /**
     * @param data the folder of its journal
     * @param username the only one who may use it, this process included; empty if everybody on this machine may
     */
    EmbeddedBroker(Path data, int port, String username, String password) throws Exception {
        this.data = data;
        this.port = port;
        this.username = username;
        this.password = password;
        start();
        watch.scheduleWithFixedDelay(this::restart, 1, 1, TimeUnit.SECONDS);
    }

    private void start() throws Exception {
        new ListeningPort(HOST, port).check();
        if (!Files.isDirectory(data)) {
            Files.createDirectories(data);
        }
        EmbeddedActiveMQ created = new EmbeddedActiveMQ();
        Configuration configuration = configuration();
        if (!username.isEmpty()) {
            admitOnlyUser(created, configuration);
        }
        created.setConfiguration(configuration);
        created.createActiveMQServer();
        // not before it has a server, which other threads ask for
        broker = created;
        AtomicReference<Exception> failure = new AtomicReference<>();
        broker.getActiveMQServer().registerActivationFailureListener(failure::set);
        broker.start();
        if (failure.get() != null) {
            throw failure.get();
        }
        if (!broker.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the embedded broker did not start within 30 s");
        }
    }

    /** After a write error, of a full disk for example, Artemis stops for good. */
    private synchronized void restart() {
        if (watch.isShutdown() || broker.getActiveMQServer().getState() != ActiveMQServer.SERVER_STATE.STOPPED) {
            return;
        }
        if (!failed) {
            failed = true;
            LOG.error(
                    "The embedded broker stopped because it could not write to {}; it starts again when it can", data);
        }
        try {
            if (Files.getFileStore(data).getUsableSpace() >= MIN_DISK_FREE) {
                start();
                failed = false;
                LOG.info("The embedded broker runs again");
            }
        } catch (Exception e) {
            LOG.debug("The embedded broker does not start", e);
            stopWhatStarted();
        }
    }

    /** A server whose start has failed may stay as it is for ever; one that has stopped is started again. */
    private void stopWhatStarted() {
        try {
            broker.stop();
        } catch (Exception e) {
            LOG.debug("The embedded broker does not stop", e);
        }
    }

    /** @return why it accepts no messages; empty if it does */
    Optional<String> problem() {
        ActiveMQServer server = broker.getActiveMQServer();
        if (server.getState() != ActiveMQServer.SERVER_STATE.STARTED) {
            return Optional.of("the embedded broker could not write to " + data + " and starts again when it can");
        }
        return server.getPagingManager() != null && server.getPagingManager().isDiskFull()
                ? Optional.of("the embedded broker takes no messages: less than " + MIN_DISK_FREE / (1024 * 1024)
                        + " MiB free for " + data)
                : Optional.empty();
    }

    /** @return another one after each restart */
    ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    private void admitOnlyUser(EmbeddedActiveMQ created, Configuration configuration) {
        configuration.setSecurityEnabled(true).putSecurityRoles("#", Set.of(EVERYTHING));
        created.setSecurityManager(new ActiveMQJAASSecurityManager(
                InVMLoginModule.class.getName(),
                new SecurityConfiguration(
                        Map.of(username, password), Map.of(username, List.of(EVERYTHING.getName())))));
    }

    private Configuration configuration() throws Exception {
        AddressSettings settings = new AddressSettings();
        settings.setDeadLetterAddress(SimpleString.of("DLQ"));
        settings.setExpiryAddress(SimpleString.of("ExpiryQueue"));
        settings.setMaxDeliveryAttempts(-1);
        Configuration configuration = new ConfigurationImpl()
                .setName("campaign-group-status")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setMaxDiskUsage(-1)
                .setMinDiskFree(MIN_DISK_FREE)
                .setDiskScanPeriod(1000)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(false)
                .setIncomingInterceptorClassNames(List.of(PreAuthenticationPacketFilter.class.getName()))
                .addAddressSetting("#", settings);
        configuration.addAcceptorConfiguration("in-process", IN_PROCESS_URL);
        configuration.addAcceptorConfiguration("tcp", "tcp://" + HOST + ":" + port + "?protocols=CORE");
        return configuration;
    }

    void stop() throws Exception {
        watch.shutdown();
        synchronized (this) {
            broker.stop();
        }
    }
}
